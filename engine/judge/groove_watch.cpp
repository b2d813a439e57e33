#include "engine/judge/groove_watch.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace firstchair::judge {
namespace {

// Of strokes and notes that answer each other, in two bars: bossa nova explains .78 of rock eighths, so what
// is told so early is plainer than what is told of a whole take (chart_played.cpp). An ear loses and adds.
constexpr double kLeastExplained = 0.6, kLeastHeard = 0.45;
constexpr double kChartAgain = 0.85;
constexpr double kReturns = 0.9, kReturnsHeard = 0.8;  // of the strokes, after one period
constexpr int kLeastStrokes = 5;                       // in either bar
constexpr std::size_t kLeastReturning = 12;
constexpr double kNear = 0.02;                       // bars: 40 ms at 120
constexpr double kShortest = 0.4, kLongest = 1.4;    // bars, of a period
constexpr double kOfChart = 0.85, kOfPattern = 0.7;  // of the strokes, of the notes
constexpr std::size_t kMostPatterns = 4, kAnchors = 4;

double share_explained(int answered, int strokes, int notes) {
  return strokes + notes > 0 ? 2.0 * answered / (strokes + notes) : 1;
}

}  // namespace

GrooveWatch::GrooveWatch(SourceKind kind, const Chart& chart)
    : least_(kind == SourceKind::audio ? kLeastHeard : kLeastExplained),
      least_return_(kind == SourceKind::audio ? kReturnsHeard : kReturns),
      pad_(std::all_of(chart.notes.begin(), chart.notes.end(),
                       [](const Note& note) { return note.voice == Voice::pad; })) {
  for (const Bar& bar : bars_of(chart)) {
    if (patterns_.size() == kMostPatterns) break;
    std::vector<Struck> pattern;
    for (const Note& note : chart.notes) {
      if (note.tick < bar.start || note.tick >= bar.end()) continue;
      pattern.push_back({line_of(note.voice), static_cast<double>(note.tick - bar.start) /
                                                  static_cast<double>(bar.meter.bar_length())});
    }
    if (!pattern.empty()) patterns_.push_back(std::move(pattern));
  }
}

void GrooveWatch::bar(int notes, int answered, bool free) {
  before_ = last_;
  const double end = bars_ + 1;
  last_ = free ? Closed{} : Closed{notes, answered, 0};
  for (const Struck& s : strokes_) last_.strokes += !free && s.at >= end - 1 && s.at < end;
  ++bars_;
  const bool little = share_explained(last_.answered, last_.strokes, last_.notes) < least_;
  doubtful_ = little && last_.strokes >= kLeastStrokes ? doubtful_ + 1 : 0;
  if (pad_ || bars_ < 2) return;
  const double both = share_explained(before_.answered + last_.answered, before_.strokes + last_.strokes,
                                      before_.notes + last_.notes);
  if (other_)
    other_ = both < kChartAgain;
  else
    other_ = both < least_ && another_groove();
  std::erase_if(strokes_, [&](const Struck& s) { return s.at < end - 1; });
}

bool GrooveWatch::another_groove() const {
  if (before_.strokes < kLeastStrokes || last_.strokes < kLeastStrokes) return false;
  // The player's own bar, or a part of it, is a time between two strokes of a line.
  std::vector<double> periods;
  for (std::size_t i = 0; i < strokes_.size(); ++i) {
    for (std::size_t k = i + 1; k < strokes_.size(); ++k) {
      const double apart = strokes_[k].at - strokes_[i].at;
      if (strokes_[k].line != strokes_[i].line || apart < kShortest || apart > kLongest) continue;
      const bool known = std::any_of(periods.begin(), periods.end(),
                                     [&](double period) { return std::abs(period - apart) < kNear / 4; });
      if (!known) periods.push_back(apart);
    }
  }
  const bool comes_back = std::any_of(periods.begin(), periods.end(),
                                      [&](double period) { return returns(period) >= least_return_; });
  return comes_back &&
         std::none_of(periods.begin(), periods.end(), [&](double period) { return is_chart_at(period); });
}

// Returns the share of the strokes of the last two bars that come again after `period`, or came before it, on
// their line; 0 where too few are left to tell by, or they are of one line.
double GrooveWatch::returns(double period) const {
  const double from = bars_ - 2, end = bars_;
  std::size_t window = 0, all = 0, found = 0;
  std::set<Line> lines;
  const auto struck = [&](Line line, double at) {
    return std::any_of(strokes_.begin(), strokes_.end(), [&](const Struck& other) {
      return other.line == line && std::abs(other.at - at) <= kNear;
    });
  };
  for (const Struck& s : strokes_) {
    if (s.at < from || s.at >= end) continue;
    lines.insert(s.line);
    ++window;
    if (s.at + period < end - kNear) ++all, found += struck(s.line, s.at + period);
    if (s.at - period >= from + kNear) ++all, found += struck(s.line, s.at - period);
  }
  // A period of more than a bar leaves too few.
  if (all < std::max(kLeastReturning, window - 2) || lines.size() < 2) return 0;
  return static_cast<double>(found) / static_cast<double>(all);
}

// Returns whether the strokes are a bar of the chart that takes `period`, begun anywhere.
bool GrooveWatch::is_chart_at(double period) const {
  const double near = kNear / period;
  const auto apart = [](double a, double b) {
    const double d = std::abs(a - b - std::round(a - b));
    return d;
  };
  for (const std::vector<Struck>& pattern : patterns_) {
    for (std::size_t anchor = 0; anchor < std::min(kAnchors, strokes_.size()); ++anchor) {
      for (const Struck& first : pattern) {
        if (first.line != strokes_[anchor].line) continue;
        std::size_t of_chart = 0;
        std::vector<bool> struck(pattern.size(), false);
        for (const Struck& s : strokes_) {
          const double phase = (s.at - strokes_[anchor].at) / period + first.at;
          bool answers = false;
          for (std::size_t n = 0; n < pattern.size(); ++n) {
            if (pattern[n].line == s.line && apart(phase, pattern[n].at) <= near) answers = struck[n] = true;
          }
          of_chart += answers;
        }
        const auto notes = static_cast<double>(std::count(struck.begin(), struck.end(), true));
        if (static_cast<double>(of_chart) >= kOfChart * static_cast<double>(strokes_.size()) &&
            notes >= kOfPattern * static_cast<double>(pattern.size()))
          return true;
      }
    }
  }
  return false;
}

}  // namespace firstchair::judge
