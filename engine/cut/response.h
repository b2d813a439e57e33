// The response says by which ways the master's sound reaches a camera, and when.
//
// Around one stroke the highest peak of the correlation is the direct sound or a reflection, and which of
// them it is hangs on the drum. But every way has the same clock, and what differs from stroke to stroke is
// the sound and not the room. So each stroke's cross spectrum is divided by the mean spectra of both
// recordings (the smoothed coherence transform: Carter, Nuttall & Cable 1973) and by what is finer in the
// first one's, so that its own echoes are none of the room's; and the strokes' curves are laid over each
// other along a line. Their sum has the most energy where the line's slope is right, whichever way is the
// loudest, and its first peak is the direct sound.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/cut/gcc.h"
#include "engine/dsp/complex_fft.h"

namespace firstchair::cut {

// Curves are correlations of two recordings around strokes, one a stroke.
struct Curves {
  double rate = 0;           // Hz of their lags
  std::ptrdiff_t reach = 0;  // lags to either side: a curve has 2 reach + 1 values
  std::vector<double> at_s;  // the strokes' times, in order
  // The value at index reach + lag of a curve is high where the first recording is lag / rate later.
  std::vector<float> values;
};

class CurveMaker {
 public:
  // [setup] The first recording's windows are `length` samples at `rate`; beta is not used.
  explicit CurveMaker(const GccConfig& config);
  // Returns how many samples the second recording's windows have: they begin reach_s earlier, and end as
  // much later, so that a way that is so much longer is heard whole.
  std::size_t wide() const { return config_.length + 2 * margin_; }
  // Times rise from call to call. Windows of silence are left out.
  void add(double at_s, std::span<const float> first, std::span<const float> second);
  // It may be called once.
  Curves finish();

 private:
  GccConfig config_;
  std::size_t margin_;  // samples of reach_s
  dsp::ComplexFft fft_;
  std::size_t low_ = 0, high_ = 0;  // bins, both within
  std::vector<float> taper_, re_, im_;
  std::vector<double> first_power_, second_power_, own_power_;  // of the bins
  std::vector<float> cross_;                                    // re and im of the bins, a stroke
  Curves curves_;
};

// Curves laid over each other along a line. Milliseconds and seconds are as a Trend has them.
struct Response {
  double slope = 0, mean_x = 0;    // ms a second; s
  double slope_95 = 0, at_95 = 0;  // half widths: of the slope, and of every place in `sum`
  double rate = 0;                 // Hz
  std::vector<double> sum;         // index as in Curves; at mean_x
  bool throughout = false;         // all parts of the strokes, or all but one, have what all have together
};

// Returns the response along the line of slope within start +- span whose sum has the most energy. There is
// none where the strokes are fewer than 24, or parts of them lie on no line.
std::optional<Response> align(const Curves& curves, double start, double span);

// Returns the strokes' curves laid over each other along a line through 0 at mean_x; index as in Curves.
std::vector<double> stack(const Curves& curves, double slope, double mean_x);

// Returns by how many ms what `part` has is later than what `all` has, both of one length, within so many ms;
// nothing where they are alike nowhere.
std::optional<double> later_by(const std::vector<double>& all, const std::vector<double>& part, double rate,
                               double within_ms);

}  // namespace firstchair::cut
