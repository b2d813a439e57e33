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
constexpr std::array<int, 7> kSizes{kBands, Front::kConv1, Front::kConv2,  kDense,
                                    kGru,   kNetOutputs,   FileNet::kDelay};

}  // namespace

struct FileNet::Layers {
  Front front;
  nn::Gru<kDense, kGru> forward, backward;
  nn::Dense<kSeen, kNetOutputs> head;
  NetThresholds thresholds;

  // Frames that wait, each with its place for the backward state.
  std::vector<std::array<float, kSeen>> waiting;
  std::vector<NetFrame> settled;

  void reset() {
    front.reset();
    forward.reset();
    waiting.clear();
    settled.clear();
  }

  // [audio] The first `count` of those that wait.
  void settle(std::size_t count);
  // [audio] One more that waits.
  void take(const BandLevels& levels);
};

FIRSTCHAIR_WIDE void FileNet::Layers::settle(std::size_t count) {
  backward.reset();
  for (std::size_t f = waiting.size(); f-- > 0;) {
    const auto& state = backward(waiting[f].data() + 2 * kGru);
    std::copy(state.begin(), state.end(), waiting[f].begin() + kGru);
  }
  settled.clear();
  std::array<float, kNetOutputs> out;
  for (std::size_t f = 0; f < count; ++f) {
    head(waiting[f].data(), out.data());
    settled.push_back(frame_of(out.data()));
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
}

FIRSTCHAIR_WIDE void FileNet::Layers::take(const BandLevels& levels) {
  std::array<float, kSeen>& seen = waiting.emplace_back();
  front(levels, seen.data() + 2 * kGru);
  const auto& state = forward(seen.data() + 2 * kGru);
  std::copy(state.begin(), state.end(), seen.begin());
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
