#include "report/text/cut_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/cut/decide.h"
#include "engine/cut/tension.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kTogether_s = .08;  // strokes that a cut stands on

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double above = sorted[std::min(below + 1, sorted.size() - 1)];
  return sorted[below] + (above - sorted[below]) * (at - static_cast<double>(below));
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const double mx = mean_of(x), my = mean_of(y);
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

std::string minutes(double seconds) {
  const auto whole = static_cast<int>(std::lround(seconds));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}
std::string percent(double share) {
  return number(100 * share, 0) + " %";
}

// "under 1 s 20, 1 to 2 s 90, ..."
std::string lengths(const cut::Film& film) {
  constexpr std::array<double, 4> kBounds{1, 2, 4, 8};
  std::array<int, 5> counts{};
  for (const cut::Shot& shot : film.shots)
    ++counts[static_cast<std::size_t>(
        std::upper_bound(kBounds.begin(), kBounds.end(), shot.to_s - shot.from_s) - kBounds.begin())];
  return fmt::format("under 1 s {}, 1 to 2 s {}, 2 to 4 s {}, 4 to 8 s {}, longer {}", counts[0], counts[1],
                     counts[2], counts[3], counts[4]);
}

}  // namespace

ShotFigures shot_figures(const cut::Film& film) {
  ShotFigures figures;
  figures.shots = static_cast<int>(film.shots.size());
  figures.length_s = film.to_s - film.from_s;
  if (film.shots.empty() || !(figures.length_s > 0)) return figures;
  std::vector<double> all, logs, tension;
  std::vector<std::pair<double, double>> by_tension;
  int cuts = 0, on_one = 0, on_drum = 0;
  for (const cut::Shot& shot : film.shots) {
    const double length = shot.to_s - shot.from_s;
    if (shot.camera < 0) figures.dark_s += length;
    all.push_back(length);
    const double z = cut::tension_at(film.tension, (shot.from_s + shot.to_s) / 2);
    logs.push_back(std::log(std::max(1e-3, length)));
    tension.push_back(z);
    by_tension.emplace_back(z, length);
    if (&shot == film.shots.data()) continue;
    ++cuts;
    bool one = false, drum = false;
    auto mark = std::lower_bound(film.marks.begin(), film.marks.end(), shot.stroke_s - kTogether_s,
                                 [](const cut::Mark& m, double at) { return m.at_s < at; });
    for (; mark != film.marks.end() && mark->at_s <= shot.stroke_s + kTogether_s; ++mark) {
      one = one || (mark->bar > 0 && mark->beat == 1);
      drum = drum || mark->line == Line::kick || mark->line == Line::snare || mark->line == Line::crash;
    }
    on_one += one, on_drum += drum;
  }
  figures.cuts_a_minute = 60 * cuts / figures.length_s;
  if (cuts > 0)
    figures.on_one = static_cast<double>(on_one) / cuts,
    figures.on_drum = static_cast<double>(on_drum) / cuts;
  figures.bars_known =
      std::any_of(film.marks.begin(), film.marks.end(), [](const cut::Mark& m) { return m.bar > 0; });
  figures.mean_s = mean_of(all);
  std::sort(all.begin(), all.end());
  figures.shortest_s = all.front(), figures.longest_s = all.back();
  figures.low_s = quantile(all, .25), figures.median_s = quantile(all, .5),
  figures.high_s = quantile(all, .75);
  figures.with_tension = correlation(logs, tension);
  std::sort(by_tension.begin(), by_tension.end());
  std::vector<double> calm, tense;
  for (std::size_t i = 0; i < by_tension.size(); ++i) {
    if (3 * i < by_tension.size()) calm.push_back(by_tension[i].second);
    if (3 * i >= 2 * by_tension.size()) tense.push_back(by_tension[i].second);
  }
  figures.calm_s = mean_of(calm), figures.tense_s = mean_of(tense);
  return figures;
}

std::vector<std::string> cut_lines(const cut::Film& film) {
  const ShotFigures figures = shot_figures(film);
  std::vector<std::string> lines;
  const auto add = [&](const char* head, const std::string& text) {
    lines.push_back(fmt::format("{:<9}{}", head, text));
  };
  if (figures.shots == 0) return {"no shot"};
  add("shots",
      fmt::format("{} in {}, {} cuts a minute, style {}, seed {}", figures.shots, minutes(figures.length_s),
                  number(figures.cuts_a_minute, 1), plain(film.style), film.seed));
  if (figures.shots > 1) {
    add("lengths", fmt::format("mean {} s, half of them {} to {} s, all {} to {} s",
                               number(figures.mean_s, 2), number(figures.low_s, 2), number(figures.high_s, 2),
                               number(figures.shortest_s, 2), number(figures.longest_s, 2)));
    add("", lengths(film));
    add("cuts", (figures.bars_known ? percent(figures.on_one) + " on beat 1, "
                                    : std::string("no bar line is known, ")) +
                    percent(figures.on_drum) + " on kick, snare or crash");
    if (figures.shots >= 6)
      add("tension",
          fmt::format("shots of {} s where it is lowest (a third of them), {} s where it is highest",
                      number(figures.calm_s, 2), number(figures.tense_s, 2)));
  }
  std::size_t widest = 0;
  for (const cut::Camera& camera : film.cameras)
    widest = std::max(widest, static_cast<std::size_t>(columns(plain(camera.name))));
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    const int index = static_cast<int>(c);
    const auto shots = std::count_if(film.shots.begin(), film.shots.end(),
                                     [&](const cut::Shot& s) { return s.camera == index; });
    const std::string name = shorten(plain(film.cameras[c].name), 24);
    add(c == 0 ? "cameras" : "",
        fmt::format(
            "{}{} {:>5} in {} {}", name,
            std::string(std::min<std::size_t>(widest, 24) - static_cast<std::size_t>(columns(name)), ' '),
            percent(cut::share_of(film, index)), shots, shots == 1 ? "shot" : "shots"));
  }
  if (figures.dark_s > 0) add("black", number(figures.dark_s, 2) + " s: no camera has a picture there");
  return lines;
}

std::vector<std::string> seen_lines(const cut::Camera& camera, const cut::MotionMap& map, bool said) {
  std::string shows;
  for (const cut::Shown& shown : map.shows)
    shows +=
        (shows.empty() ? "" : ", ") + fmt::format("{} ({} σ at {}, {})", name_of(shown.line),
                                                  number(shown.z, 0), number(shown.x, 2), number(shown.y, 2));
  std::vector<std::string> lines;
  std::string line = shorten(plain(camera.name), 24) + "  ";
  line += shows.empty() ? "no drum moves clearly enough in its picture to be named" : "shows " + shows;
  if (said && !shows.empty()) line += "; what --show says is kept";
  lines.push_back(line);
  const std::string under(static_cast<std::size_t>(columns(shorten(plain(camera.name), 24))) + 2, ' ');
  if (map.late_95_s > 0) {
    const double late = 1000 * map.late_s, within = 1000 * map.late_95_s;
    lines.push_back(
        under +
        (std::abs(late) <= within
             ? fmt::format("its picture and its sound are together within {} ms",
                           number(std::abs(late) + within, 0))
             : fmt::format("its picture is {} ms {} than its sound (±{}){}", number(std::abs(late), 0),
                           late > 0 ? "later" : "earlier", number(within, 0),
                           camera.picture_late_s != 0
                               ? ", and is shown as much " + std::string(late > 0 ? "earlier" : "later")
                               : "")));
  }
  for (const auto& [one, other] : map.together)
    lines.push_back(under +
                    fmt::format("{} and {} are struck together too often to say which of them it shows",
                                name_of(one), name_of(other)));
  return lines;
}

std::vector<std::string> film_words(const cut::Film& film) {
  const ShotFigures figures = shot_figures(film);
  std::vector<std::string> words;
  words.push_back(fmt::format("{}, {}, {} cuts a minute, style {}", minutes(figures.length_s),
                              count(static_cast<std::size_t>(figures.shots), "shot"),
                              number(figures.cuts_a_minute, 1), plain(film.style)));
  if (figures.shots > 1)
    words.push_back(fmt::format("shots last {} to {} s, half of them {} to {} s",
                                number(figures.shortest_s, 2), number(figures.longest_s, 2),
                                number(figures.low_s, 2), number(figures.high_s, 2)));
  return words;
}

std::vector<std::string> camera_words(const cut::Film& film, int camera) {
  const cut::Camera& one = film.cameras[static_cast<std::size_t>(camera)];
  const cut::Placement& at = one.placement;
  std::vector<std::string> words;
  if (at.pieces.empty()) {
    words.push_back("not laid: it has no picture in the film");
    return words;
  }
  const cut::Piece& longest = *std::ranges::max_element(
      at.pieces, {}, [](const cut::Piece& piece) { return piece.to_s - piece.from_s; });
  const bool known = at.offset_95_s > 0;
  // As fine as its interval allows.
  const int places = known && 1e6 * at.slope_95 < .095 ? 2 : 1;
  words.push_back(fmt::format("{}: begins at {}{} s{}, its clock {}{} parts in a million off{}",
                              cut::id_of(at.grade), longest.offset_s < 0 ? "−" : "",
                              number(std::abs(longest.offset_s), 3),
                              known ? fmt::format(" (±{} ms)", number(1000 * at.offset_95_s, 1)) : "",
                              longest.slope < 0 ? "−" : "", number(std::abs(1e6 * longest.slope), places),
                              known ? fmt::format(" (±{})", number(1e6 * at.slope_95, places)) : ""));
  if (at.pieces.size() > 1) words.push_back(fmt::format("in {} pieces", at.pieces.size()));
  std::string shows;
  for (const cut::Shown& shown : one.shows)
    shows += (shows.empty() ? "" : ", ") + std::string(name_of(shown.line));
  if (!shows.empty()) words.push_back("shows " + shows);
  if (one.seen_late_95_s > 0)
    words.push_back(fmt::format(
        "its picture is {} ms {} than its sound (±{})", number(std::abs(1000 * one.seen_late_s), 0),
        one.seen_late_s < 0 ? "earlier" : "later", number(1000 * one.seen_late_95_s, 0)));
  words.push_back(percent(cut::share_of(film, camera)) + " of the film");
  return words;
}

std::string shot_words(const cut::Film& film, const cut::Shot& shot) {
  const bool seen = shot.camera >= 0 && shot.camera < static_cast<int>(film.cameras.size());
  const double at = std::max(0., shot.from_s - film.from_s);
  const auto whole = static_cast<int>(at / 60);
  return fmt::format("{} from {}:{:04.1f} for {} s{}",
                     seen ? plain(film.cameras[static_cast<std::size_t>(shot.camera)].name) : "black", whole,
                     at - 60 * whole, number(shot.to_s - shot.from_s, 2),
                     shot.why.empty() ? "" : ": " + plain(shot.why));
}

std::string progress_words(std::string_view what, double share, double elapsed_s) {
  constexpr double kTold = .02, kTold_s = 2;
  share = std::clamp(share, 0., 1.);
  std::string words = fmt::format("{} {:.0f} %", what, 100 * share);
  if (share < kTold || elapsed_s < kTold_s) return words;
  const auto left = std::lround(elapsed_s / share * (1 - share));
  return words + fmt::format(", {}:{:02} left", left / 60, left % 60);
}

std::string encoder_words(std::string_view taken, std::string_view refused) {
  std::string words(refused);
  if (!refused.empty()) words += "; " + std::string(taken) + " is taken";
  if (taken == "mpeg4")
    words += (words.empty() ? "" : "; ") + std::string("no H.264 encoder; MPEG-4 was written");
  return words;
}

std::vector<std::string> old_words(const std::vector<std::string>& with_film,
                                   const std::vector<std::string>& burnt, const std::string& renderer,
                                   const std::string& burner) {
  const auto listed = [](const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t k = 0; k < names.size(); ++k)
      text += (k == 0 ? "" : k + 1 < names.size() ? ", " : " and ") + names[k];
    return text + (names.size() == 1 ? " is of other cuts" : " are of other cuts");
  };
  std::vector<std::string> words;
  if (!with_film.empty())
    words.push_back(listed(with_film) + ": " + renderer + " writes " +
                    (with_film.size() == 1 ? "it" : "them") + " anew");
  if (!burnt.empty())
    words.push_back(listed(burnt) + ": " + burner + " makes " + (burnt.size() == 1 ? "it" : "them") +
                    " anew");
  return words;
}

}  // namespace firstchair::report
