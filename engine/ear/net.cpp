#include "engine/ear/net.h"

#include <algorithm>

#include "engine/core/vector.h"
#include "engine/ear/ear.h"
#include "engine/nn/layers.h"
#include "engine/nn/weights.h"

namespace firstchair::ear {

// The file that the build embeds (engine/ear/CMakeLists.txt).
extern const std::string_view kEarWeightsName;
extern const std::span<const std::uint8_t> kEarWeights;

namespace {

constexpr std::size_t kConv1 = 8, kConv2 = 16, kDense = 64, kGru = 64;
constexpr std::size_t kOutputs = 3 + 2 * kHeardVoices;
constexpr std::size_t kPooled = kBands / 4;
constexpr std::size_t kNumbers = 9 * 2 * kConv1 + kConv1 + 9 * kConv1 * kConv2 + kConv2 +
                                 kConv2 * kPooled * kDense + kDense + 3 * kGru * (kDense + 1) +
                                 3 * kGru * (kGru + 1) + (kGru + kDense + 1) * kOutputs;
constexpr std::size_t kThresholds = 2 + kHeardVoices;
constexpr std::array<int, 7> kSizes{kBands, kConv1, kConv2, kDense, kGru, kOutputs, Net::kDelay};
constexpr std::size_t kRiseOver = 2;  // frames

}  // namespace

struct Net::Layers {
  nn::ConvPool<2, kConv1, kBands> conv1;
  nn::ConvPool<kConv1, kConv2, kBands / 2> conv2;
  nn::Dense<kConv2 * kPooled, kDense> dense;
  nn::Gru<kDense, kGru> gru;
  nn::Dense<kGru + kDense, kOutputs> head;
  std::array<BandLevels, kRiseOver> before;  // a ring
  std::size_t oldest = 0;
  NetThresholds thresholds;

  void reset() {
    conv1.reset();
    conv2.reset();
    gru.reset();
    for (BandLevels& levels : before) levels.fill(kLeastLevel);
    oldest = 0;
  }
};

Net::Net(std::unique_ptr<Layers> layers) : layers_(std::move(layers)) {}
Net::Net(Net&&) noexcept = default;
Net& Net::operator=(Net&&) noexcept = default;
Net::~Net() = default;

Result<Net> Net::make(std::string_view name, std::span<const std::uint8_t> weights) {
  Result<nn::WeightsReader> opened =
      nn::WeightsReader::open(name, weights, "FCEAR002", kSizes, kNumbers + kThresholds);
  if (!opened) return opened.error();
  nn::WeightsReader& file = *opened;
  auto layers = std::make_unique<Layers>();
  const auto load = [&](auto& layer, std::size_t rows, std::size_t biases) {
    const std::span<const float> first = file.take(rows);
    layer.load(first, file.take(biases));
  };
  load(layers->conv1, 9 * 2 * kConv1, kConv1);
  load(layers->conv2, 9 * kConv1 * kConv2, kConv2);
  // The training lays the pooled picture out channel by channel, this program band by band.
  const std::span<const float> rows = file.take(kConv2 * kPooled * kDense);
  std::vector<float> turned(rows.size());
  for (std::size_t o = 0; o < kDense; ++o) {
    for (std::size_t c = 0; c < kConv2; ++c) {
      for (std::size_t b = 0; b < kPooled; ++b) {
        turned[(o * kPooled + b) * kConv2 + c] = rows[(o * kConv2 + c) * kPooled + b];
      }
    }
  }
  layers->dense.load(turned, file.take(kDense));
  const std::span<const float> in_rows = file.take(3 * kGru * kDense), in_bias = file.take(3 * kGru),
                               state_rows = file.take(3 * kGru * kGru), state_bias = file.take(3 * kGru);
  layers->gru.load(in_rows, in_bias, state_rows, state_bias);
  load(layers->head, (kGru + kDense) * kOutputs, kOutputs);
  const std::span<const float> thresholds = file.take(kThresholds);
  layers->thresholds.struck = thresholds[0];
  layers->thresholds.any = thresholds[1];
  std::copy(thresholds.begin() + 2, thresholds.end(), layers->thresholds.voices.begin());
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
  std::array<float, 2 * kBands> picture;
  BandLevels& then = net.before[net.oldest];
  for (std::size_t b = 0; b < kBands; ++b) {
    const std::size_t first = b < kShortBands ? 0 : kShortBands, end = b < kShortBands ? kShortBands : kBands;
    float loudest = then[b];
    if (b > first) loudest = std::max(loudest, then[b - 1]);
    if (b + 1 < end) loudest = std::max(loudest, then[b + 1]);
    picture[2 * b] = (levels[b] + 35) / 25;
    picture[2 * b + 1] = std::max(levels[b] - loudest, 0.0F) / 10;
  }
  then = levels;
  net.oldest = (net.oldest + 1) % kRiseOver;

  std::array<float, decltype(net.conv1)::kOut> once;
  std::array<float, decltype(net.conv2)::kOut> twice;
  std::array<float, kGru + kDense> seen;
  std::array<float, kOutputs> out;
  net.conv1(picture.data(), once.data());
  net.conv2(once.data(), twice.data());
  net.dense(twice.data(), seen.data() + kGru);
  for (std::size_t k = kGru; k < seen.size(); ++k) seen[k] = std::max(seen[k], 0.0F);
  const auto& state = net.gru(seen.data() + kGru);
  std::copy(state.begin(), state.end(), seen.begin());
  net.head(seen.data(), out.data());

  NetFrame frame{.struck = nn::sigmoid(out[0]), .any = nn::sigmoid(out[1]), .offset = out[2]};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    frame.voices[v] = nn::sigmoid(out[3 + v]);
    frame.strengths[v] = out[3 + kHeardVoices + v];
  }
  return frame;
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
