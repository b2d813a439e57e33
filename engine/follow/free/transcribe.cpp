#include "engine/follow/free/transcribe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/quantise.h"
#include "engine/follow/free/reading.h"
#include "engine/follow/free/strength_levels.h"
#include "engine/follow/free/track.h"
#include "engine/follow/pulse/pulse.h"

namespace firstchair::follow {
namespace {

// A stretch of the take with one unbroken pulse.
struct Section {
  std::size_t first = 0, end = 0;  // attacks
  std::vector<PulsePoint> pulse;   // one a tracked beat
  double shift = 0;                // tracked beats from slot 0 to a bar line
  double spread = 0.015;           // s
  Ticks offset = 0;                // of its bar 0 in the chart
};

bool is_compound(const MeterChange& meter) {
  return meter.unit == 8 && meter.beats % 3 == 0;
}

// A new section where the tracker lost the pulse, and after a silence so long that counting through it proves
// nothing.
std::vector<Section> sections_of(const Track& track, std::span<const Attack> attacks,
                                 const WriteTuning& tuning) {
  std::vector<Section> sections;
  const double beat = track.beat(attacks);
  for (std::size_t i = 0; i < track.slot.size(); ++i) {
    const double silence = i == 0 ? 0 : attacks[i].seconds - attacks[i - 1].seconds;
    if (sections.empty() || track.lost[i] || silence > std::max(tuning.pause, tuning.pause_beats * beat)) {
      if (!sections.empty()) sections.back().end = i;
      sections.push_back({});
      sections.back().first = i;
    }
  }
  if (!sections.empty()) sections.back().end = track.slot.size();
  return sections;
}

// Smooths the tracked beats of a section by writing its attacks down as a chart of one voice, a tracked beat
// to the quarter.
void smooth(Section& section, std::span<const Attack> attacks, const Track& track, double rate,
            const FreeTuning& tuning) {
  Chart chart;
  Alignment alignment;
  alignment.passages.push_back({});
  std::vector<Hit> hits;
  std::int64_t first = -1;
  for (std::size_t i = section.first; i < section.end; ++i) {
    if (track.slot[i] < 0) continue;
    // From a whole beat, so that pulse points stand on tracked beats.
    if (first < 0) first = track.slot[i] / kSlots * kSlots;
    Match match;
    match.hit = static_cast<std::int32_t>(hits.size());
    match.note = static_cast<std::int32_t>(chart.notes.size());
    match.tick = (track.slot[i] - first) * (kTicksPerQuarter / kSlots);
    chart.notes.push_back({.tick = match.tick, .voice = Voice::pad});
    hits.push_back({.frame = static_cast<Frames>(std::llround(attacks[i].seconds * rate))});
    alignment.matches.push_back(match);
  }
  if (first < 0) return;
  alignment.passages[0].last_tick = chart.notes.back().tick;
  settle(chart);
  fit_pulse(alignment, hits, chart, {.rate = rate, .tuning = tuning.pulse});
  section.pulse = alignment.pulse;
  for (PulsePoint& point : section.pulse) point.tick += first / kSlots * kTicksPerQuarter;
  std::vector<double> errors;
  for (const Match& match : alignment.matches) errors.push_back(std::abs(match.error_ms));
  std::nth_element(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2),
                   errors.end());
  section.spread = std::clamp(1.4826 * errors[errors.size() / 2] / 1000, tuning.write.spread_low,
                              tuning.write.spread_high);
}

// Tracked beats at a time, straight lines between the smoothed beats.
double beats_at(const Section& section, double seconds, double rate) {
  const std::vector<PulsePoint>& pulse = section.pulse;
  const double frame = seconds * rate;
  auto after = std::upper_bound(pulse.begin(), pulse.end(), frame,
                                [](double f, const PulsePoint& p) { return f < p.frame; });
  const double beat_frames = [&](const PulsePoint& p) {
    return 60 * rate / p.bpm;
  }(after == pulse.begin() ? *after : *(after - 1));
  const PulsePoint& from = after == pulse.begin() ? pulse.front() : *(after - 1);
  const double length =
      after == pulse.begin() || after == pulse.end() ? beat_frames : after->frame - from.frame;
  const double span =
      after == pulse.begin() || after == pulse.end()
          ? 1
          : static_cast<double>(after->tick - from.tick) / static_cast<double>(kTicksPerQuarter);
  return static_cast<double>(from.tick) / static_cast<double>(kTicksPerQuarter) +
         span * (frame - from.frame) / length;
}

// hit -> the hit it is a grace stroke of, or -1: soft then loud on one line.
std::vector<int> graces_of(std::span<const Hit> hits, double rate, const WriteTuning& tuning) {
  std::vector<int> main(hits.size(), -1);
  std::array<int, kLineCount> last;
  last.fill(-1);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    int& before = last[static_cast<std::size_t>(line_of(hits[i].voice))];
    if (before >= 0) {
      const Hit& soft = hits[static_cast<std::size_t>(before)];
      const double gap = static_cast<double>(hits[i].frame - soft.frame) / rate;
      if (gap >= tuning.flam_first && gap <= tuning.flam &&
          soft.strength < tuning.flam_soft * hits[i].strength) {
        main[static_cast<std::size_t>(before)] = static_cast<int>(i);
      }
    }
    before = static_cast<int>(i);
  }
  // The first of two soft strokes points at the second: both belong to the loud one.
  for (std::size_t i = hits.size(); i-- > 0;) {
    if (main[i] >= 0 && main[static_cast<std::size_t>(main[i])] >= 0)
      main[i] = main[static_cast<std::size_t>(main[i])];
  }
  return main;
}

class Scribe {
 public:
  Scribe(std::span<const Hit> hits, const TranscribeConfig& config) : hits_(hits), config_(config) {}

  Transcription run() {
    result_.reading = {
        .chart_given = false, .tempo_probability = 0, .meter_probability = 0, .bar_probability = 0};
    if (config_.meter_given) result_.chart.meters[0] = {0, config_.meter.beats, config_.meter.unit};
    if (hits_.size() < static_cast<std::size_t>(config_.tuning.write.fewest_hits) || !find_pulse()) {
      all_extra();
      return std::move(result_);
    }
    write();
    return std::move(result_);
  }

 private:
  void all_extra() {
    settle(result_.chart);
    for (std::size_t i = 0; i < hits_.size(); ++i) {
      Match match;
      match.kind = MatchKind::extra;
      match.hit = static_cast<std::int32_t>(i);
      match.target = static_cast<double>(hits_[i].frame);
      result_.alignment.matches.push_back(match);
    }
  }

  // The tracks of the committee compete on the first attacks; the winner follows the whole take.
  bool find_pulse() {
    const FreeTuning& tuning = config_.tuning;
    attacks_ = attacks_of(hits_, config_.rate, tuning.write.attack_span);
    const std::span<const Attack> sample(
        attacks_.data(), std::min(attacks_.size(), static_cast<std::size_t>(tuning.write.sample)));
    std::vector<double> beats;
    if (config_.bpm > 0) {
      double beat = 60 / config_.bpm;
      while (beat < tuning.track.shortest_beat) beat *= 2;
      while (beat > 2 * tuning.track.shortest_beat) beat /= 2;
      beats = {beat};
    }
    // What was named is near what is played, and is not it.
    for (const double beat : committee(sample, tuning.track)) beats.push_back(beat);
    std::vector<Track> tracks;
    for (double beat : beats) tracks.push_back(track(sample, beat, tuning.track));
    const ReadConfig read{.bpm = config_.bpm,
                          .meter_given = config_.meter_given,
                          .meter = config_.meter,
                          .slowest = tuning.write.slowest,
                          .fastest = tuning.write.fastest};
    const std::vector<Interpretation> readings = interpret(sample, tracks, read);
    if (readings.empty()) return false;
    say(readings);
    const std::size_t winner = static_cast<std::size_t>(best_.track);
    track_ = sample.size() == attacks_.size() ? std::move(tracks[winner])
                                              : track(attacks_, beats[winner], tuning.track);
    sections_ = sections_of(track_, attacks_, tuning.write);
    for (Section& section : sections_) smooth(section, attacks_, track_, config_.rate, tuning);
    std::erase_if(sections_, [](const Section& s) { return s.pulse.empty(); });
    if (!sections_.empty()) place_bars();
    return !sections_.empty();
  }

  // Readings of different tracks that mean the same are one. The likeliest tempo is told, and of its readings
  // the likeliest.
  void say(const std::vector<Interpretation>& readings) {
    struct Tempo {
      const Interpretation* best;
      double probability;
    };
    const auto same = [](const Interpretation& a, const Interpretation& b) {
      return std::abs(a.quarter_s / b.quarter_s - 1) < 0.03;
    };
    std::vector<Tempo> tempi;
    for (const Interpretation& r : readings) {
      auto at = std::find_if(tempi.begin(), tempi.end(), [&](const Tempo& t) { return same(r, *t.best); });
      if (at == tempi.end()) at = tempi.insert(at, {&r, 0});
      at->probability += r.probability;
    }
    std::stable_sort(tempi.begin(), tempi.end(),
                     [](const Tempo& a, const Tempo& b) { return a.probability > b.probability; });
    best_ = *tempi[0].best;
    double meter = 0, bar = 0;
    for (const Interpretation& r : readings) {
      if (!(r.meter == best_.meter)) continue;
      meter += r.probability;
      if (same(r, best_) && (r.track != best_.track || r.first_bar == best_.first_bar)) bar += r.probability;
    }
    const ReadingModel& model = reading_model();
    const ReadingModel::Trust& trust = config_.detail == VoiceDetail::voice ? model.kit : model.sound;
    Reading& reading = result_.reading;
    reading.tempo_probability = config_.bpm > 0 ? 1 : trust.tempo(tempi[0].probability);
    reading.meter_probability = config_.meter_given ? 1 : trust.meter(meter);
    reading.bar_probability =
        std::min({trust.bar(bar), reading.tempo_probability, reading.meter_probability});
    if (reading.tempo_probability >= kSureTempo || tempi.size() < 2) return;
    const double other =
        (1 - reading.tempo_probability) * tempi[1].probability / std::max(1e-9, 1 - tempi[0].probability);
    if (other < kOtherTempo) return;
    other_faster_ = best_.quarter_s / tempi[1].best->quarter_s;
    reading.other_probability = other;
  }

  // Where the pulse was lost and found again, the bar line is looked for afresh.
  void place_bars() {
    const Section* longest = &sections_.front();
    for (const Section& section : sections_) {
      if (section.end - section.first > longest->end - longest->first) longest = &section;
    }
    for (Section& section : sections_) {
      section.shift = best_.first_bar;
      if (sections_.size() == 1) break;
      Track part;
      part.slot.assign(track_.slot.begin() + static_cast<std::ptrdiff_t>(section.first),
                       track_.slot.begin() + static_cast<std::ptrdiff_t>(section.end));
      part.lost.assign(part.slot.size(), false);
      const std::span<const Attack> here =
          std::span<const Attack>(attacks_).subspan(section.first, section.end - section.first);
      std::vector<Interpretation> readings;
      if (here.size() >= static_cast<std::size_t>(config_.tuning.write.short_section)) {
        readings = interpret(here, std::span<const Track>(&part, 1),
                             {.bpm = 60 / best_.quarter_s, .meter_given = true, .meter = best_.meter});
      }
      // Too short to tell: begin on a bar line.
      section.shift = readings.empty() ? static_cast<double>(section.pulse.front().tick) /
                                             static_cast<double>(kTicksPerQuarter)
                                       : readings.front().first_bar;
    }
  }

  struct Written {
    Ticks tick = 0;
    int section = 0;
    double quarters = 0;
    bool extra = false;
  };

  // Chart ticks of every stroke that is not a grace stroke.
  void place() {
    const bool compound = is_compound(best_.meter);
    const double bar = static_cast<double>(best_.meter.bar_length()) / static_cast<double>(kTicksPerQuarter);
    written_.resize(hits_.size());
    main_ = graces_of(hits_, config_.rate, config_.tuning.write);
    double spread = 0, weight = 0;
    double next_bar = 0;  // quarters
    std::vector<Placed> placed;
    std::vector<std::size_t> who;
    for (std::size_t s = 0; s < sections_.size(); ++s) {
      const Section& section = sections_[s];
      const std::size_t first = static_cast<std::size_t>(s == 0 ? 0 : attacks_[section.first].first_hit);
      const std::size_t end = s + 1 == sections_.size()
                                  ? hits_.size()
                                  : static_cast<std::size_t>(attacks_[sections_[s + 1].first].first_hit);
      const double n = static_cast<double>(section.end - section.first);
      const double quarter_seconds = 60 / section.pulse[section.pulse.size() / 2].bpm * best_.quarter;
      spread += n * section.spread / quarter_seconds;
      weight += n;
      double base = 0;
      bool based = false;
      double furthest = next_bar;
      for (std::size_t h = first; h < end; ++h) {
        if (main_[h] >= 0) continue;
        const double seconds = static_cast<double>(hits_[h].frame) / config_.rate;
        double q = (beats_at(section, seconds, config_.rate) - section.shift) / best_.quarter;
        if (!based) {
          base = next_bar - std::floor((q + 0.1) / bar) * bar;
          based = true;
        }
        q += base;
        furthest = std::max(furthest, q);
        placed.push_back(
            {std::max(q, placed.empty() ? q : placed.back().quarters), static_cast<int>(hits_[h].voice)});
        who.push_back(h);
        written_[h].section = static_cast<int>(s);
        written_[h].quarters = q;
      }
      next_bar = (std::floor(furthest / bar) + 1) * bar;
    }
    const Quantised quantised = quantise(placed, spread / weight, compound, config_.tuning.quantise);
    result_.chart.swing = quantised.swing;
    for (std::size_t k = 0; k < who.size(); ++k) {
      written_[who[k]].tick = std::max<Ticks>(0, quantised.tick[k]);
      written_[who[k]].extra = std::abs(quantised.error[k]) * best_.quarter_s > config_.tuning.write.off_grid;
    }
  }

  void write() {
    Chart& chart = result_.chart;
    chart.meters[0] = {0, best_.meter.beats, best_.meter.unit};
    place();
    // One note for the first stroke at each (tick, voice); the later ones are extra.
    std::map<std::pair<Ticks, Voice>, std::size_t> note_at;
    std::array<std::vector<float>, kLineCount> strengths;
    std::array<std::vector<std::size_t>, kLineCount> line_notes;
    std::vector<std::size_t> hit_of;
    Ticks section_first = 0;
    int section = -1;
    for (std::size_t h = 0; h < hits_.size(); ++h) {
      if (main_[h] >= 0) continue;
      Written& w = written_[h];
      if (w.section != section) section = w.section, section_first = w.tick;
      w.tick = std::max(w.tick, section_first);
      const Hit& hit = hits_[h];
      if (w.extra) continue;
      auto [where, fresh] = note_at.try_emplace({w.tick, hit.voice}, h);
      w.extra = !fresh;
      if (w.extra) continue;
      const std::size_t line = static_cast<std::size_t>(line_of(hit.voice));
      strengths[line].push_back(hit.strength);
      line_notes[line].push_back(h);
    }
    std::map<std::size_t, Dynamic> dynamic;
    for (std::size_t line = 0; line < kLineCount; ++line) {
      const std::vector<Dynamic> d =
          dynamics_of(strengths[line], static_cast<Line>(line), config_.tuning.levels);
      for (std::size_t k = 0; k < d.size(); ++k) dynamic[line_notes[line][k]] = d[k];
    }
    std::vector<int> grace_count(hits_.size(), 0);
    for (std::size_t h = 0; h < hits_.size(); ++h) {
      if (main_[h] >= 0) ++grace_count[static_cast<std::size_t>(main_[h])];
    }
    std::map<std::size_t, int> note_of;  // hit -> note, in order of (tick, voice)
    for (const auto& [key, h] : note_at) {
      Note note;
      note.tick = key.first;
      note.voice = key.second;
      note.dynamic = dynamic[h];
      note.ornament = grace_count[h] == 0   ? Ornament::none
                      : grace_count[h] == 1 ? Ornament::flam
                                            : Ornament::drag;
      note.velocity = static_cast<std::uint8_t>(std::clamp(std::lround(hits_[h].strength), 1L, 127L));
      note_of[h] = static_cast<int>(chart.notes.size());
      chart.notes.push_back(note);
    }
    settle(chart);
    lay(note_of);
  }

  void lay(const std::map<std::size_t, int>& note_of) {
    Alignment& alignment = result_.alignment;
    const double rate = config_.rate;
    int section = -1;
    for (std::size_t h = 0; h < hits_.size(); ++h) {
      const std::size_t of = main_[h] >= 0 ? static_cast<std::size_t>(main_[h]) : h;
      const Written& w = written_[of];
      if (w.section > section) {
        section = w.section;
        alignment.passages.push_back({});
        alignment.passages.back().first_frame = -1;
      }
      Match match;
      match.hit = static_cast<std::int32_t>(h);
      match.passage = section;
      match.kind = MatchKind::extra;
      match.tick = w.tick;
      if (!w.extra) {
        match.note = note_of.at(of);
        match.kind = of == h ? MatchKind::matched : MatchKind::grace;
        if (of == h) {
          Passage& passage = alignment.passages.back();
          if (passage.first_frame < 0) passage.first_frame = hits_[h].frame, passage.first_tick = w.tick;
          passage.last_frame = hits_[h].frame;
          passage.last_tick = std::max(passage.last_tick, w.tick);
          passage.first_tick = std::min(passage.first_tick, w.tick);
        }
      }
      alignment.matches.push_back(match);
    }
    fit_pulse(alignment, hits_, result_.chart, {.rate = rate, .tuning = config_.tuning.pulse});
    const MeanTempo tempo = mean_tempo(alignment, rate, result_.chart.swing != 1);
    result_.reading.bpm = tempo.bpm;
    result_.reading.bpm_low = tempo.low;
    result_.reading.bpm_high = tempo.high;
    result_.reading.other_bpm = tempo.bpm * other_faster_;
    if (tempo.bpm > 0) result_.chart.tempi = {{0, tempo.bpm}};
  }

  std::span<const Hit> hits_;
  TranscribeConfig config_;
  Transcription result_;
  std::vector<Attack> attacks_;
  Track track_;
  std::vector<Section> sections_;
  Interpretation best_;
  double other_faster_ = 0;  // times the tempo: another that cannot be ruled out; 0: none
  std::vector<Written> written_;
  std::vector<int> main_;
};

}  // namespace

Transcription transcribe(std::span<const Hit> hits, const TranscribeConfig& config) {
  return Scribe(hits, config).run();
}

}  // namespace firstchair::follow
