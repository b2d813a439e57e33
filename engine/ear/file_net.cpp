#include "engine/ear/file_net.h"

#include <algorithm>
#include <vector>

#include "engine/core/vector.h"
#include "engine/ear/net_parts.h"

namespace firstchair::ear {
namespace {

using Front = NetFront<16, 24, 96>;
constexpr std::size_t kDense = Front::kOut, kGru = 96;
constexpr std::size_t kSeen = 2 * kGru + kDense;  // forward, backward, the frame itself
constexpr std::size_t kNumbers = Front::kNumbers + 2 * gru_numbers(kDense, kGru) + (kSeen + 1) * kNetOutputs;
// Frames go through the layers that need no other frame so many at a time: their weights are read once for
// all. Where there are fewer the first goes again, for nothing.
constexpr std::size_t kTogether = Front::kTogether;
static_assert(FileNet::kWindow % kTogether == 0 && FileNet::kAhead % kTogether == 0);
constexpr std::array<int, 7> kSizes{kBands, Front::kConv1, Front::kConv2,  kDense,
                                    kGru,   kNetOutputs,   FileNet::kDelay};

}  // namespace

struct FileNet::Layers {
  Front front;
  using Gru = nn::Gru<kDense, kGru>;
  Gru forward, backward;
  nn::Dense<kSeen, kNetOutputs> head;
  NetThresholds thresholds;

  // What the front saw in the latest of them, which no later layer has taken.
  std::array<std::array<float, Front::kPicture>, kTogether> pictures;
  std::size_t pictured = 0;
  // Frames that wait, each with its place for the backward state.
  std::vector<std::array<float, kSeen>> waiting;
  std::vector<NetFrame> settled;

  void reset() {
    front.reset();
    forward.reset();
    pictured = 0;
    waiting.clear();
    settled.clear();
  }

  // [audio] The first `count` of those that wait.
  void settle(std::size_t count);
  // [audio] One more that waits.
  void take(const BandLevels& levels);

  // [audio] The next `count` frames from `first` on, up or down, in one way: at most kTogether.
  void pass(Gru& gru, std::size_t first, std::ptrdiff_t step, std::size_t count, std::size_t place);
  void describe();
};

inline void FileNet::Layers::describe() {
  const std::size_t first = waiting.size() - pictured;
  std::array<const float*, kTogether> from;
  std::array<float*, kTogether> to;
  std::array<float, kDense> nowhere;
  for (std::size_t t = 0; t < kTogether; ++t) {
    const bool one = t < pictured;
    from[t] = pictures[one ? t : 0].data();
    to[t] = one ? waiting[first + t].data() + 2 * kGru : nowhere.data();
  }
  front.describe(from, to);
  pass(forward, first, 1, pictured, 0);
  pictured = 0;
}

inline void FileNet::Layers::pass(Gru& gru, std::size_t first, std::ptrdiff_t step, std::size_t count,
                                  std::size_t place) {
  std::array<std::array<float, Gru::kGates>, kTogether> gates;
  std::array<const float*, kTogether> from;
  std::array<float*, kTogether> to, state;
  for (std::size_t t = 0; t < kTogether; ++t) {
    const auto place_of = static_cast<std::ptrdiff_t>(t < count ? t : 0);
    auto& frame = waiting[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first) + step * place_of)];
    from[t] = frame.data() + 2 * kGru;
    to[t] = gates[t].data();
    state[t] = frame.data() + place;
  }
  gru.from_in().rectified(from, to);
  for (std::size_t t = 0; t < count; ++t) {
    const auto& now = gru.step(to[t]);
    std::copy(now.begin(), now.end(), state[t]);
  }
}

FIRSTCHAIR_WIDE void FileNet::Layers::settle(std::size_t count) {
  if (pictured > 0) describe();
  backward.reset();
  for (std::size_t left = waiting.size(); left > 0;) {
    const std::size_t some = left % kTogether == 0 ? kTogether : left % kTogether;
    pass(backward, left - 1, -1, some, kGru);
    left -= some;
  }
  settled.clear();
  std::array<std::array<float, kNetOutputs>, kTogether> out;
  for (std::size_t f = 0; f < count;) {
    const std::size_t some = std::min(kTogether, count - f);
    std::array<const float*, kTogether> from;
    std::array<float*, kTogether> to;
    for (std::size_t t = 0; t < kTogether; ++t)
      from[t] = waiting[f + (t < some ? t : 0)].data(), to[t] = out[t].data();
    head(from, to);
    for (std::size_t t = 0; t < some; ++t) settled.push_back(frame_of(out[t].data()));
    f += some;
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
}

FIRSTCHAIR_WIDE void FileNet::Layers::take(const BandLevels& levels) {
  waiting.emplace_back();
  front.look(levels, pictures[pictured].data());
  if (++pictured == kTogether) describe();
}

FileNet::FileNet(std::unique_ptr<Layers> layers) : layers_(std::move(layers)) {}
FileNet::FileNet(FileNet&&) noexcept = default;
FileNet& FileNet::operator=(FileNet&&) noexcept = default;
FileNet::~FileNet() = default;

Result<FileNet> FileNet::make(std::string_view name, std::span<const std::uint8_t> weights) {
  if (const auto other = other_ear(name, weights, WhichEar::file)) return *other;
  Result<nn::WeightsReader> opened =
      nn::WeightsReader::open(name, weights, kFileMagic, kSizes, kNumbers + kNetThresholds);
  if (!opened) return opened.error();
  nn::WeightsReader& file = *opened;
  auto layers = std::make_unique<Layers>();
  layers->front.load(file);
  load_gru(layers->forward, file);
  load_gru(layers->backward, file);
  const std::span<const float> head = file.take(kSeen * kNetOutputs);
  layers->head.load(head, file.take(kNetOutputs));
  layers->thresholds = take_thresholds(file);
  layers->waiting.reserve(kWindow + kAhead);
  layers->settled.reserve(kWindow + kAhead);
  layers->reset();
  return FileNet(std::move(layers));
}

std::span<const NetFrame> FileNet::push(const BandLevels& levels) {
  Layers& net = *layers_;
  net.take(levels);
  if (net.waiting.size() < kWindow + kAhead) return {};
  net.settle(kWindow);
  return net.settled;
}

std::span<const NetFrame> FileNet::finish() {
  layers_->settle(layers_->waiting.size());
  return layers_->settled;
}

const NetThresholds& FileNet::thresholds() const {
  return layers_->thresholds;
}

std::size_t FileNet::parameters() {
  return kNumbers;
}

void FileNet::reset() {
  layers_->reset();
}

}  // namespace firstchair::ear
