#include "bench/cut/made_film.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "bench/cut/phones.h"
#include "io/video/encoder.h"
#include "lab/process.h"
#include "lab/render.h"

namespace firstchair::bench {
namespace {

constexpr double kSeconds = 300;
constexpr int kWidth = 320, kHeight = 180;
constexpr std::uint64_t kSeed = 12;

struct Drum {
  Line line;
  double x, y, radius;  // of the picture's width and height; of its height
};
struct Camera {
  const char* name;
  Site site;
  double ppm, offset_s, late_s;
  cut::FrameRate rate;
  std::vector<Drum> drums;
  int ground;  // luma
};

std::vector<Camera> cameras() {
  return {{"wide",
           Site::near,
           20,
           1.2,
           0,
           {30, 1},
           {{Line::kick, .5, .75, .13},
            {Line::snare, .36, .62, .08},
            {Line::hat, .2, .45, .08},
            {Line::tom, .55, .4, .07},
            {Line::ride, .8, .4, .1},
            {Line::crash, .35, .2, .09}},
           60},
          {"hands",
           Site::near,
           -75,
           3.4,
           .035,
           {30000, 1001},
           {{Line::snare, .55, .65, .22}, {Line::hat, .22, .4, .18}, {Line::tom, .8, .35, .16}},
           80},
          {"feet", Site::far, 140, .4, -.02, {25, 1}, {{Line::kick, .55, .5, .28}}, 45}};
}

// The picture at a time: every drum as bright as its last stroke is recent; the player is a grey shape that
// sways.
void draw(const Camera& camera, const lab::Piece& piece, double master_s, lab::Dice& dice,
          video::Picture& picture) {
  std::vector<double> lit(camera.drums.size());
  const auto first = std::ranges::lower_bound(piece.strokes, master_s - .5, {}, &lab::Stroke::seconds);
  for (auto stroke = first; stroke != piece.strokes.end() && stroke->seconds <= master_s; ++stroke)
    for (std::size_t d = 0; d < lit.size(); ++d)
      if (line_of(stroke->voice) == camera.drums[d].line)
        lit[d] = std::max(lit[d],
                          (.3 + .7 * stroke->velocity / 127) * std::exp(-(master_s - stroke->seconds) / .09));
  const double sway = .5 + .12 * std::sin(1.9 * master_s) + .03 * std::sin(7.3 * master_s);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      double luma = camera.ground;
      const double px = static_cast<double>(x) / kWidth, py = static_cast<double>(y) / kHeight;
      if (std::abs(px - sway) < .09 && py > .1 && py < .7) luma += 35;
      for (std::size_t d = 0; d < lit.size(); ++d) {
        const Drum& drum = camera.drums[d];
        const double dx = (px - drum.x) * kWidth / kHeight, dy = py - drum.y;
        if (dx * dx + dy * dy < drum.radius * drum.radius) luma = 110 + 90 * lit[d];
      }
      luma += 8 * (dice.uniform() - .5);
      picture.bytes[static_cast<std::size_t>(y * kWidth + x)] =
          static_cast<std::uint8_t>(std::clamp(luma, 16., 235.));
    }
}

bool make_camera(const Camera& camera, const lab::Piece& piece, const std::vector<float>& master,
                 const std::string& folder, std::ofstream& truth_file) {
  Phone phone;
  phone.site = camera.site;
  phone.ppm = camera.ppm;
  phone.offset_s = camera.offset_s;
  phone.rate = 48000;
  phone.snr_db = camera.site == Site::near ? 25 : 10;
  phone.codec = "wav";
  phone.seed = kSeed;
  const double seconds = kSeconds - camera.offset_s - 2;
  cut::Piece truth;
  const auto wav = keep(master, phone, seconds, folder + "/" + camera.name + ".phone", truth);
  if (!wav) return false;
  const std::vector<float> sound = lab::load_sound(*wav);
  std::remove(wav->c_str());
  truth_file << fmt::format("{}: begins at {:.4f} s, {:+.1f} ppm; its picture is {:+.0f} ms late; it shows",
                            camera.name, truth.offset_s, truth.slope * 1e6, camera.late_s * 1000);
  for (const Drum& drum : camera.drums)
    truth_file << fmt::format(" {} ({:.2f}, {:.2f})", id_of(drum.line), drum.x, drum.y);
  truth_file << '\n';
  Result<video::Encoder> encoder = video::Encoder::make({.path = folder + "/" + camera.name + ".mp4",
                                                         .force = true,
                                                         .width = kWidth,
                                                         .height = kHeight,
                                                         .rate = camera.rate,
                                                         .sound_rate = lab::kBenchRate,
                                                         .encoder = {},
                                                         .title = camera.name,
                                                         .chapters = {}});
  if (!encoder) return fmt::print(stderr, "{}\n", encoder.error().line()), false;
  lab::Dice dice(kSeed);
  video::Picture picture = video::black(kWidth, kHeight);
  const double rate = camera.rate.per_second();
  std::size_t given = 0;
  std::vector<float> stereo;
  for (int k = 0; k < seconds * rate; ++k) {
    const double at = k / rate;
    draw(camera, piece, cut::master_of(truth, at - camera.late_s), dice, picture);
    if (!encoder->picture(picture.bytes)) return false;
    stereo.clear();
    const auto until = std::min(sound.size(), static_cast<std::size_t>((at + 1 / rate) * lab::kBenchRate));
    for (; given < until; ++given) stereo.insert(stereo.end(), 2, sound[given]);
    if (!encoder->sound(stereo)) return false;
  }
  return encoder->finish() ? true : false;
}

}  // namespace

int make_film(const std::string& folder) {
  const std::vector<lab::Kit> kits = lab::load_kits(lab::Use::validation);
  const lab::Piece piece = grooves_of(kSeconds, kSeed);
  const std::vector<float> master = lab::render(piece, kits[kSeed % kits.size()], kSeed).sound;
  if (!lab::save_wav(folder + "/master.wav", master, lab::kBenchRate)) return 3;
  std::ofstream truth(folder + "/truth.txt");
  for (const Camera& camera : cameras()) {
    fmt::print(stderr, "{}\n", camera.name);
    if (!make_camera(camera, piece, master, folder, truth)) return 3;
  }
  return 0;
}

}  // namespace firstchair::bench
