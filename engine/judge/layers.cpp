#include "engine/judge/layers.h"

#include <cmath>
#include <map>
#include <utility>

#include "engine/judge/layer_search.h"
#include "engine/judge/layer_strokes.h"
#include "engine/judge/tempo_step.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr std::size_t kMostLayers = 12;
constexpr std::size_t kMostSlots = 48;

std::vector<LayerCandidate> search(LayerStrokes& take) {
  LayerSearch layers(take);
  std::vector<LayerCandidate> found;
  while (found.size() < kMostLayers) {
    take.fit();
    LayerCandidate best = layers.surest();
    if (best.bars == 0 || best.log_p > layers.allowance(found.size() + 1)) break;
    layers.shorten(best);
    layers.widen(best);
    layers.leave_out_bars(best);
    found.push_back(best);
    take.take_out(best, best.ms);
  }
  return found;
}

// Sizes again, each with all the others taken out and the slow course fitted without them.
void fit_together(LayerStrokes& take, std::vector<LayerCandidate>& found) {
  for (int round = 0; round < 3 && !found.empty(); ++round) {
    take.fit();
    for (LayerCandidate& c : found) {
      std::map<int, std::pair<double, double>> by_bar;
      for (std::size_t i = 0; i < take.strokes.size(); ++i) {
        if (!take.holds(c, take.strokes[i])) continue;
        auto& [sum, n] = by_bar[take.strokes[i].bar];
        sum += c.line == kKit ? take.strokes[i].left - take.kit_lean(take.strokes[i].line) : take.clear[i];
        ++n;
      }
      std::vector<double> bars;
      for (const auto& [bar, at] : by_bar) bars.push_back(at.first / at.second);
      if (bars.empty()) continue;
      const double more = core_mean(bars, 3.5 * 1.1 * c.error * std::sqrt(static_cast<double>(c.bars)));
      c.ms += more;
      take.take_out(c, more);
    }
  }
  take.fit();
}

Layer layer_of(const LayerStrokes& take, const LayerCandidate& c) {
  Layer layer{.kind = c.kind, .first = {}, .matches = {}};
  if (c.line != kKit) layer.line = static_cast<Line>(c.line);
  layer.from = take.slots[static_cast<std::size_t>(c.slot_from)];
  layer.to = c.kind == LayerKind::place ? layer.from
             : c.slot_to < static_cast<int>(take.slots.size())
                 ? take.slots[static_cast<std::size_t>(c.slot_to)]
                 : take.bar_length;
  layer.every = c.every;
  layer.which = c.which + 1;
  layer.bar = c.bar + 1;
  layer.ms = c.ms;
  const double half = stats::t_quantile(c.free) * c.error;
  layer.low = c.ms - half;
  layer.high = c.ms + half;
  layer.strokes = c.strokes;
  layer.bars = c.bars;
  for (const LayerStroke& s : take.strokes) {
    if (!take.holds(c, s)) continue;
    if (layer.matches.empty()) {
      const Bar& bar = bar_at(take.bars, s.tick);
      layer.first = {bar.number, bar.beat_at(s.tick), s.tick};
    }
    layer.matches.push_back(static_cast<std::int32_t>(s.match));
  }
  return layer;
}

void mark(const LayerStrokes& take, const std::vector<LayerCandidate>& found, Layers& layers) {
  for (const LayerCandidate& c : found) {
    if (c.kind == LayerKind::line) continue;
    for (const LayerStroke& s : take.strokes) {
      if (!take.holds(c, s)) continue;
      if (c.line == kKit)
        layers.set_apart[s.match] = true;
      else
        layers.of_line[s.match] += c.ms;
    }
  }
}

}  // namespace

Layers take_layers(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
                   const LayersConfig& config) {
  Layers layers;
  layers.of_line.assign(alignment.matches.size(), 0);
  layers.set_apart.assign(alignment.matches.size(), false);
  LayerStrokes take(lines, chart, alignment, config);
  if (take.strokes.empty()) return layers;
  if (take.bar_count >= kLeastLayerBars && take.slots.size() <= kMostSlots) {
    layers.step = find_step(take);
    std::vector<LayerCandidate> found = search(take);
    fit_together(take, found);
    for (const LayerCandidate& c : found) layers.found.push_back(layer_of(take, c));
    mark(take, found, layers);
  } else {
    take.fit();
  }
  take.leans(layers);
  return layers;
}

}  // namespace firstchair::judge
