// The FileNet hears what Net hears, but in recordings: it has heard what comes after a frame, too. Its GRU
// runs forward through the whole sound and backward through windows of it; training/ trained it.
//
// Frames are settled a window at a time. A window's backward pass begins kAhead frames behind the window,
// from nothing, so it has forgotten where it began when it reaches the window. Windows lie where they lie
// from the first frame on, whatever the size of the blocks in which sound comes: memory is flat, and outputs
// depend on the sound alone.
#pragma once

#include "engine/ear/net.h"

namespace firstchair::ear {

class FileNet {
 public:
  static constexpr std::size_t kWindow = 512, kAhead = 128;  // frames: 3 s and 0.74 s
  static constexpr int kDelay = Net::kDelay;  // all outputs but `struck` speak of the frame so many before

  // [setup] Errors: those of WeightsReader::open.
  static Result<FileNet> make(std::string_view name, std::span<const std::uint8_t> weights);
  FileNet(FileNet&&) noexcept;
  FileNet& operator=(FileNet&&) noexcept;
  ~FileNet();

  // [audio] Takes the next frame. Returns the frames that are settled by it, in order: a window, or none.
  // They are valid until the next call. Does not allocate.
  std::span<const NetFrame> push(const BandLevels& levels);
  // The sound has ended. Returns the frames that were still waiting.
  std::span<const NetFrame> finish();
  // Returns the probabilities from which on a stroke is told; they come with the weights.
  const NetThresholds& thresholds() const;
  static std::size_t parameters();
  void reset();

 private:
  struct Layers;
  explicit FileNet(std::unique_ptr<Layers> layers);
  std::unique_ptr<Layers> layers_;
};

}  // namespace firstchair::ear
