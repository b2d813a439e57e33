#include "apps/cli/band/band_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "apps/cli/band/find_song.h"
#include "apps/cli/band/mma.h"
#include "engine/band/dial.h"
#include "engine/band/form.h"
#include "engine/band/looseness.h"
#include "engine/band/song_form.h"
#include "io/sound/soundfont.h"
#include "practice/bar_plan.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

constexpr double kLead_s = .5;       // before the count-in
constexpr double kMostStretch = .1;  // of a recording's tempo

Result<Done> read_trade(const std::string& text, band::FormAsked& form, practice::ArrangeOptions& how) {
  if (text.empty()) return Done{};
  int used = 0;
  std::string rest;
  if (std::sscanf(text.c_str(), "%d%n", &form.trade, &used) == 1)
    rest = text.substr(static_cast<std::size_t>(used));
  how.walk = rest == ":walk";
  if (used == 0 || form.trade < 1 || (!rest.empty() && !how.walk))
    return Error{ErrorCode::usage, "--trade " + text, "not a number of bars", "Write it as 4, or 4:walk"};
  return Done{};
}

Result<Done> read_gap(const std::string& text, band::FormAsked& form) {
  int used = 0;
  if (text.empty() || (std::sscanf(text.c_str(), "%d/%d%n", &form.gap_on, &form.gap_off, &used) == 2 &&
                       static_cast<std::size_t>(used) == text.size() && form.gap_on > 0 && form.gap_off > 0))
    return Done{};
  return Error{ErrorCode::usage, "--gap " + text, "not a gap",
               "Write bars with the band / bars without: 4/2"};
}

Result<Done> read_solo(const std::string& text, band::FormConfig& form) {
  if (text.empty()) return Done{};
  if (text == "open") {
    form.solo_bars = 0;
    return Done{};
  }
  int bars = 0, used = 0;
  if (std::sscanf(text.c_str(), "%d%n", &bars, &used) != 1 || static_cast<std::size_t>(used) != text.size() ||
      bars < 1 || bars > 1000)
    return Error{ErrorCode::usage, "--solo " + text, "not a number of bars", "Write it as 16, or open"};
  form.solo_bars = bars;
  return Done{};
}

// A style of MMA becomes parts that are written out: the song needs no chords then. Where MMA is not there,
// the song's own style plays.
Result<band::Style> find_band_style(const BandOptions& options, band::Song& song) {
  const std::optional<std::string> groove = mma_groove(options.style);
  if (!groove) return find_style(options.style, song);
  Result<band::Style> style = find_style({}, song);
  if (!style) return style.error();
  Result<std::optional<std::vector<band::Part>>> parts = mma_parts(song, *groove, options.seed);
  if (!parts) {
    Error error = parts.error();
    error.place = "--style " + options.style + (error.place.empty() ? "" : ": " + error.place);
    return error;
  }
  if (!*parts) {
    fmt::print(stderr, "mma is not installed (apt install mma); playing style {} instead\n", style->name);
    return style;
  }
  for (band::Part& part : **parts) song.parts.push_back(std::move(part));
  song.chords.clear();
  return style;
}

}  // namespace

Result<BandSong> read_band_song(const BandOptions& options) {
  Result<std::string> font = io::find_soundfont(options.soundfont);
  if (!font) return font.error();
  if (!options.stems.empty()) {
    Result<Stems> stems = read_stems(options);
    if (!stems) return stems.error();
    Result<band::Style> style = find_style(options.style, stems->song);
    if (!style) return style.error();
    BandSong song{.song = stems->song, .style = std::move(*style), .soundfont = *font};
    song.follow = options.follow >= 0 ? options.follow : band::kUsualFollow;
    song.stems = std::move(*stems);
    return song;
  }
  Result<songs::SongRead> read = find_song(options.demo ? "blues" : options.song, options.number);
  if (!read) return read.error();
  for (const std::string& line : songs::lines_of(*read)) fmt::print(stderr, "{}\n", report::plain(line));
  const Result<practice::DrillRange> bars = practice::parse_bars(options.bars);
  if (!bars) return bars.error();
  Result<band::Song> cut = band::play_bars(read->song, bars->from, bars->to, 1);
  if (!cut) return cut.error();
  Result<band::Style> style = find_band_style(options, *cut);
  if (!style) return style.error();
  BandSong song{.song = std::move(*cut), .style = std::move(*style), .soundfont = *font};
  song.follow = options.follow >= 0      ? options.follow
                : read->song.follow >= 0 ? read->song.follow
                                         : band::kUsualFollow;
  if (read->drums)
    song.drums = options.bars.empty() ? *read->drums : band::chart_bars(*read->drums, bars->from, bars->to);
  if (song.drums && song.drums->notes.empty()) song.drums.reset();  // he is silent in these bars
  if (options.chart == kNoChart) song.drums.reset();
  if (song.drums) song.known_by = band::KnownBy::songs_drums;
  return song;
}

std::string chart_named(const BandOptions& options) {
  return options.chart == kNoChart ? std::string() : options.chart;
}

double home_bpm(const BandOptions& options, const BandSong& song, double other) {
  if (options.bpm > 0) return options.bpm;
  return song.song.tempi.empty() ? other : song.song.tempi.front().bpm;
}

Result<BandPlan> plan_band(const BandOptions& options, const BandSong& song, const BandAsked& asked) {
  practice::ArrangeOptions how{.parts = options.parts,
                               .mute = options.mute,
                               .seed = options.seed,
                               .count_in = options.count_in,
                               .click = options.count_click};
  band::FormAsked form{
      .bpm = asked.bpm, .times = asked.times, .mute_share = options.mute_beats, .seed = options.seed};
  if (Result<Done> read = read_trade(options.trade, form, how); !read) return read.error();
  if (Result<Done> read = read_gap(options.gap, form); !read) return read.error();
  const Result<band::Song> played = band::play_form(song.song, form);
  if (!played) return played.error();
  const band::Song& whole = *played;
  how.sticks = song.stems.has_value();
  Result<practice::Arranged> arranged = practice::arrange(whole, song.style, how);
  if (!arranged) return arranged.error();
  const double count_in_s =
      static_cast<double>(arranged->count_in) / static_cast<double>(kTicksPerQuarter) * 60 / asked.bpm;
  BandPlan plan;
  plan.band = std::move(*arranged);
  plan.title = whole.title;
  plan.soundfont = song.soundfont;
  plan.meter = whole.meters.front();
  plan.bar_1_s = std::max(kLead_s + count_in_s, asked.bar_1_s);
  if (song.stems) {
    const double recorded = song.song.tempi.front().bpm;
    if (std::abs(asked.bpm / recorded - 1) > kMostStretch)
      return Error{
          ErrorCode::usage, "--bpm " + report::number(asked.bpm, 0),
          "the stems are at " + report::named_tempo(recorded) + " and go no further than 10 % from it",
          "Leave --bpm out"};
    Result<live::Backing> backing = backing_of(*song.stems, asked.rate, options.varispeed);
    if (!backing) return backing.error();
    plan.backing = std::move(*backing);
  }
  plan.run.meters = whole.meters;
  plan.run.tempi = whole.tempi;
  plan.run.form.waits = true;
  plan.run.form.wait_s = options.wait_s;
  plan.run.form.answer_db = options.answer_db;
  if (Result<Done> read = read_solo(options.solo, plan.run.form); !read) return read.error();
  plan.run.length = whole.length;
  plan.run.thins = plan.band.comp;
  plan.run.rate = asked.rate;
  plan.run.start = std::llround(plan.bar_1_s * asked.rate);
  plan.run.clock.follow = song.follow / 100;
  plan.run.clock.looseness_ms = band::looseness_of(song.follow, options.probe);
  plan.run.clock.seed = options.seed;
  plan.run.clock.home_free = options.free_home;
  return plan;
}

void play_by(practice::BandRunConfig& run, const std::optional<Chart>& chart) {
  run.drummer.chart = chart;
  if (chart) run.form.stop_bars = std::min(64, run.form.stop_bars + practice::longest_rest(*chart));
}

std::string waited_out_text(int times) {
  return "Nobody came at " + report::count(static_cast<std::size_t>(times), "fermata") +
         ": the band went on by itself.";
}

void name_played(const BandPlan& plan, band::KnownBy known_by, band::BandPlayed& played) {
  played.known_by = known_by;
  played.title = plan.title;
  played.meter = plan.meter;
  played.follow = plan.run.clock.follow;
  played.looseness_ms = plan.run.clock.looseness_ms;
}

}  // namespace firstchair::cli
