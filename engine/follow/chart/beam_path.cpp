// The paths behind the hypotheses: read back, weighed against each other, and cleared away.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/follow/chart/beam.h"

namespace firstchair::follow {
namespace {

// Jumps go as far as JumpTuning::near_bars, or to the first bar from anywhere.
constexpr std::int16_t kToFirst = std::numeric_limits<std::int16_t>::min();

}  // namespace

Beam::Node::Node(std::int32_t parent_node, std::uint32_t of_stroke, const BeamStep& step)
    : parent(parent_node),
      note(step.note),
      stroke(of_stroke),
      line(step.line),
      bars_on(step.bar == 0 ? kToFirst : static_cast<std::int16_t>(step.bar - step.line)),
      arrival(step.arrival),
      grace(step.grace) {}

BeamStep Beam::Node::step() const {
  return {note, grace, arrival, line, bars_on == kToFirst ? 0 : line + bars_on};
}

// Nodes stand after their parents, so one pass back marks and one pass forward moves.
void Beam::collect() {
  kept_.assign(static_cast<std::size_t>(nodes_.size()), -1);
  const std::uint64_t memory = static_cast<std::uint64_t>(config_.memory);
  const std::uint64_t oldest = memory > 0 && strokes_ > memory ? strokes_ - memory : 0;
  for (const Hypothesis& h : beam_) {
    if (h.node >= 0) kept_[static_cast<std::size_t>(h.node)] = 0;
  }
  for (std::int32_t i = nodes_.size(); i-- > 0;) {
    if (kept_[static_cast<std::size_t>(i)] != 0) continue;
    std::int32_t& parent = nodes_[i].parent;
    if (parent >= 0 && nodes_[parent].stroke < oldest) parent = -1;
    if (parent >= 0) kept_[static_cast<std::size_t>(parent)] = 0;
  }
  std::int32_t kept = 0;
  for (std::int32_t i = 0; i < nodes_.size(); ++i) {
    std::int32_t& to = kept_[static_cast<std::size_t>(i)];
    if (to != 0) continue;
    Node node = nodes_[i];
    if (node.parent >= 0) node.parent = kept_[static_cast<std::size_t>(node.parent)];
    to = kept;
    nodes_[kept++] = node;
  }
  nodes_.shorten(kept);
  for (Hypothesis& h : beam_) {
    if (h.node >= 0) h.node = kept_[static_cast<std::size_t>(h.node)];
  }
  if (memory == 0) collect_at_ = static_cast<std::size_t>(kept) * 3 / 2 + (1 << 18);
}

std::vector<BeamStep> Beam::path() const {
  const Hypothesis* best = &beam_.front();
  for (const Hypothesis& h : beam_) {
    if (h.cost < best->cost) best = &h;
  }
  std::vector<BeamStep> steps;
  for (std::int32_t at = best->node; at >= 0; at = nodes_[at].parent) {
    steps.push_back(nodes_[at].step());
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

// A chord's notes are paid as missed when it is entered and paid back as they come. Live, those that may
// still come are not owed yet.
double Beam::open_cost(const Hypothesis& h) const {
  if (h.chord < 0) return h.cost;
  const double late = last_seconds_ - h.pulse.time;
  const double open = std::clamp(1 - (late - config_.belief.chord) / config_.belief.chord, 0.0, 1.0);
  if (open == 0) return h.cost;
  const Chord& chord = score_.chords[static_cast<std::size_t>(h.chord)];
  double owed = 0;
  for (int i = 0; i < chord.notes; ++i) {
    if (h.answered >> i & 1) continue;
    owed += score_.refund(chord.first_note + i);
  }
  return h.cost - config_.belief.still_to_come * open * owed;
}

const Beam::Hypothesis* Beam::leader(double* probability) const {
  struct Answer {
    std::int32_t note;
    bool grace;
    double weight, cost;
    const Hypothesis* first;
  };
  std::array<Answer, 32> answers{};
  std::size_t count = 0;
  double least = std::numeric_limits<double>::infinity();
  for (const Hypothesis& h : beam_) least = std::min(least, open_cost(h));
  double all = 0;
  for (const Hypothesis& h : beam_) {
    const double cost = open_cost(h);
    if (cost - least > config_.belief.negligible || h.node < 0) continue;
    const Node& node = nodes_[h.node];
    const double weight = std::exp(static_cast<float>(least - cost));
    all += weight;
    std::size_t k = 0;
    while (k < count && (answers[k].note != node.note || answers[k].grace != node.grace)) ++k;
    if (k == answers.size()) continue;
    if (k == count) answers[count++] = {node.note, node.grace, 0, cost, &h};
    answers[k].weight += weight;
    if (cost < answers[k].cost) answers[k].cost = cost, answers[k].first = &h;
  }
  if (count == 0) return &beam_.front();
  const Answer* best = &answers[0];
  for (std::size_t k = 1; k < count; ++k) {
    if (answers[k].weight > best->weight) best = &answers[k];
  }
  *probability = best->weight / all;
  return best->first;
}

Belief Beam::belief() const {
  Belief belief;
  const Hypothesis& h = *leader(&belief.probability);
  if (h.node < 0) return belief;
  const Node& node = nodes_[h.node];
  belief.step = node.step();
  if (h.chord < 0) return belief;
  belief.begun = true;
  belief.pulse = h.pulse;
  belief.position = position_of(h);
  // A place is the same when it would be there by now, within a part of a quarter.
  const auto now = [&](const Hypothesis& x) {
    return position_of(x) + (last_seconds_ - x.pulse.time) / x.pulse.period;
  };
  double all = 0, here = 0;
  for (const Hypothesis& x : beam_) {
    const double weight = std::exp(static_cast<float>(beam_.front().cost - x.cost));
    all += weight;
    if (x.chord >= 0 && std::abs(now(x) - now(h)) < config_.belief.same_place) here += weight;
  }
  belief.here = here / all;
  return belief;
}

std::size_t Beam::trace(std::span<BeamStep> steps) const {
  double unused = 0;
  std::int32_t at = leader(&unused)->node;
  std::size_t free = steps.size();
  for (; at >= 0 && free > 0; at = nodes_[at].parent) {
    steps[--free] = nodes_[at].step();
  }
  const std::size_t kept = steps.size() - free;
  if (free > 0) std::move(steps.begin() + static_cast<std::ptrdiff_t>(free), steps.end(), steps.begin());
  return kept;
}

}  // namespace firstchair::follow
