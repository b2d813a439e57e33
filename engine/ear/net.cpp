#include "engine/ear/net.h"

#include <algorithm>

#include "engine/core/vector.h"
#include "engine/ear/ear.h"
#include "engine/ear/net_parts.h"

namespace firstchair::ear {

// The file that the build embeds (engine/ear/CMakeLists.txt).
extern const std::string_view kEarWeightsName;
extern const std::span<const std::uint8_t> kEarWeights;

namespace {

using Front = NetFront<8, 16, 64>;
constexpr std::size_t kDense = Front::kOut, kGru = 64;
constexpr std::size_t kNumbers =
    Front::kNumbers + gru_numbers(kDense, kGru) + (kGru + kDense + 1) * kNetOutputs;
constexpr std::array<int, 7> kSizes{kBands, Front::kConv1, Front::kConv2, kDense,
                                    kGru,   kNetOutputs,   Net::kDelay};

}  // namespace

struct Net::Layers {
  Front front;
  nn::Gru<kDense, kGru> gru;
  nn::Dense<kGru + kDense, kNetOutputs> head;
  NetThresholds thresholds;

  void reset() {
    front.reset();
    gru.reset();
  }
};

Net::Net(std::unique_ptr<Layers> layers) : layers_(std::move(layers)) {}
Net::Net(Net&&) noexcept = default;
Net& Net::operator=(Net&&) noexcept = default;
Net::~Net() = default;

Result<Net> Net::make(std::string_view name, std::span<const std::uint8_t> weights) {
  if (const auto other = other_ear(name, weights, WhichEar::live)) return *other;
  Result<nn::WeightsReader> opened =
      nn::WeightsReader::open(name, weights, kLiveMagic, kSizes, kNumbers + kNetThresholds);
  if (!opened) return opened.error();
  nn::WeightsReader& file = *opened;
  auto layers = std::make_unique<Layers>();
  layers->front.load(file);
  load_gru(layers->gru, file);
  const std::span<const float> head = file.take((kGru + kDense) * kNetOutputs);
  layers->head.load(head, file.take(kNetOutputs));
  layers->thresholds = take_thresholds(file);
  layers->reset();
  return Net(std::move(layers));
}

std::string_view ear_weights_name() {
  return kEarWeightsName;
}

Result<Net> Net::make() {
  return make(kEarWeightsName, kEarWeights);
}

FIRSTCHAIR_WIDE NetFrame Net::push(const BandLevels& levels) {
  Layers& net = *layers_;
  std::array<float, kGru + kDense> seen;
  std::array<float, kNetOutputs> out;
  net.front(levels, seen.data() + kGru);
  const auto& state = net.gru(seen.data() + kGru);
  std::copy(state.begin(), state.end(), seen.begin());
  net.head(seen.data(), out.data());

  return frame_of(out.data());
}

const NetThresholds& Net::thresholds() const {
  return layers_->thresholds;
}

std::size_t Net::parameters() {
  return kNumbers;
}

void Net::reset() {
  layers_->reset();
}

}  // namespace firstchair::ear
