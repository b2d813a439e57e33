#include "report/page/film_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/page_css.h"
#include "report/page/svg.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = 1100, kLeft = 120, kRight = 10;
constexpr double kStrokes = 52, kLane = 24, kGap = 4, kBottom = 22, kDots = 120;
constexpr std::size_t kMostDots = 2000, kMostRows = 2000;

double x_of(const cut::Film& film, double at_s) {
  return kLeft + (at_s - film.from_s) / std::max(film.to_s - film.from_s, .1) * (kWidth - kLeft - kRight);
}

std::string clock_axis(const cut::Film& film, double y) {
  std::string out;
  const double length = film.to_s - film.from_s, step = std::max(1., nice_step(length, 12));
  for (double at = 0; at <= length; at += step)
    out += svg_text(x_of(film, film.from_s + at), y, "tick middle", clock(at));
  return out;
}

std::string strip(const cut::Film& film) {
  const auto lanes = static_cast<double>(film.cameras.size());
  const double bottom = kStrokes + lanes * (kLane + kGap), height = bottom + kBottom;
  std::string out =
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Shots, scrollable\">" +
      svg_open(kWidth, height,
               fmt::format("{} of {} over {}.", count(film.shots.size(), "shot"),
                           count(film.cameras.size(), "camera"), count(film.marks.size(), "stroke")));
  Pen strokes, ones, tension, shots, cuts;
  for (const cut::Mark& mark : film.marks) {
    if (mark.at_s < film.from_s || mark.at_s > film.to_s) continue;
    Pen& pen = mark.bar > 0 && mark.beat == 1 ? ones : strokes;
    const double x = x_of(film, mark.at_s), foot = kStrokes - 8;
    pen.move(x, foot).vertical(foot - 6 - 26 * std::clamp(mark.strength, 0., 1.));
  }
  for (const cut::TensionPoint& point : film.tension) {
    const double x = std::clamp(x_of(film, point.at_s), kLeft, kWidth - kRight),
                 y = 4 + (1 - std::clamp(point.tension, 0., 1.)) * (kStrokes - 14);
    if (tension.empty())
      tension.move(x, y);
    else
      tension.line(x, y);
  }
  for (std::size_t c = 0; c < film.cameras.size(); ++c)
    out += svg_text(kLeft - 8, kStrokes + static_cast<double>(c) * (kLane + kGap) + kLane - 7, "lane-name",
                    shorten(plain(film.cameras[c].name), 12));
  for (const cut::Shot& shot : film.shots) {
    const double x = x_of(film, shot.from_s);
    cuts.move(x, kStrokes - 4).vertical(bottom);
    if (shot.camera >= 0)
      shots.box(x, kStrokes + shot.camera * (kLane + kGap), std::max(1., x_of(film, shot.to_s) - x), kLane);
  }
  out += shots.path("histogram") + cuts.path("grid") + strokes.path("ghost") + ones.path("zero") +
         tension.path("curve") + clock_axis(film, height - 6);
  return out + "</svg></div>";
}

std::string with_sign(double ms) {
  return (ms > 0 ? "+" : ms < 0 ? "−" : "") + number(std::abs(ms), std::abs(ms) < 1 && ms != 0 ? 1 : 0);
}

std::string residual_picture(const cut::Film& film, const std::vector<FilmResidual>& rows,
                             const std::string& camera) {
  std::vector<const FilmResidual*> own;
  std::vector<double> sizes;
  for (const FilmResidual& row : rows)
    if (row.camera == camera && std::isfinite(row.at_s) && std::isfinite(row.off_ms)) own.push_back(&row);
  if (own.empty()) return "<p class=\"empty\">No strokes of it were compared.</p>";
  for (const FilmResidual* row : own)
    if (row->on_line) sizes.push_back(std::abs(row->off_ms));
  std::ranges::sort(sizes);
  // Nearly all of those on the line.
  const double wanted = sizes.empty() ? 1 : 1.3 * sizes[(sizes.size() - 1) * 98 / 100];
  double reach = 50;
  for (const double step : {20., 10., 5., 2., 1., .5, .2, .1})
    if (wanted <= step) reach = step;
  const auto on = static_cast<std::size_t>(sizes.size());
  std::string out =
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Distances, scrollable\">" +
      svg_open(kWidth, kDots + kBottom,
               fmt::format("{}, {} of them on the line; the picture is {} ms high to either side.",
                           count(own.size(), "place"), on, number(reach, 1)));
  const auto y_of = [&](double ms) { return kDots / 2 - std::clamp(ms / reach, -1., 1.) * (kDots / 2 - 10); };
  Pen grid, dots, crosses;
  for (const double ms : {-reach, 0., reach}) {
    grid.move(kLeft, y_of(ms)).line(kWidth - kRight, y_of(ms));
    out += svg_text(kLeft - 8, y_of(ms) + 4, "tick-end", with_sign(ms) + " ms");
  }
  const std::size_t every = own.size() / kMostDots + 1;
  for (std::size_t k = 0; k < own.size(); k += every) {
    const double x = std::clamp(x_of(film, own[k]->at_s), kLeft, kWidth - kRight), y = y_of(own[k]->off_ms);
    if (own[k]->on_line)
      dots.move(x, y).raw("h0");
    else
      crosses.move(x - 2.5, y - 2.5).raw("l5 5m0 -5l-5 5");
  }
  out += grid.path("grid") + dots.path("dot e2") + crosses.path("cross gone") +
         clock_axis(film, kDots + kBottom - 6) + "</svg></div>";
  if (every > 1) out += fmt::format("<p class=\"axis-note\">Every {}th is drawn.</p>", every);
  return out;
}

std::string sentence(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return "<p class=\"how\">" + escape_html(text) + ".</p>";
}

std::string cut_table(const cut::Film& film) {
  std::string out =
      "<section><h2>Every cut</h2><details><summary>Table of " + count(film.shots.size(), "shot") +
      "</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table of shots, "
      "scrollable\"><table><thead><tr><th scope=\"col\">Shot</tr></thead><tbody>";
  for (std::size_t s = 0; s < std::min(film.shots.size(), kMostRows); ++s)
    out += "<tr><td>" + escape_html(shot_words(film, film.shots[s])) + "</tr>";
  out += "</tbody></table></div>";
  if (film.shots.size() > kMostRows)
    out += fmt::format("<p class=\"axis-note\">The first {}.</p>", kMostRows);
  return out + "</details></section>\n";
}

}  // namespace

std::string film_html(const cut::Film& film, const std::vector<FilmResidual>& residuals) {
  const std::string title = escape_html(film.title.empty() ? "film" : film.title);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "media-src 'self' file:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{0} – firstchair</title>\n<style>{1}</style>\n</head>\n<body>\n<header><p "
      "class=\"what\">film</p>"
      "<h1><strong>{0}</strong></h1>",
      title, kPageCss);
  std::string said;
  for (const std::string& words : film_words(film)) said += (said.empty() ? "" : "; ") + words;
  if (!said.empty()) html += "<p class=\"said\">" + escape_html(said) + ".</p>";
  html +=
      "</header>\n<main>\n<section><video class=\"film\" controls preload=\"metadata\" "
      "aria-label=\"The film\" src=\"film.mp4\"></video></section>\n";
  html +=
      "<section><h2>Shots</h2><p class=\"how\">Above, the strokes and how tense the music is; below, "
      "which camera is seen.</p>" +
      strip(film) + "</section>\n";
  html +=
      "<section><h2>How the cameras lie on one clock</h2><p class=\"how\">A dot is a place whose sound "
      "was compared: how much later the master is there than the camera's line says. Crosses are not on "
      "the line.</p>";
  for (std::size_t c = 0; c < film.cameras.size(); ++c)
    html += "<h3>" + escape_html(plain(film.cameras[c].name)) + "</h3>" +
            sentence(camera_words(film, static_cast<int>(c))) +
            residual_picture(film, residuals, film.cameras[c].name);
  html += "</section>\n" + cut_table(film);
  return html + "</main>\n<footer><p>Every ± is half of a 95 % interval.</p><p>firstchair " FIRSTCHAIR_VERSION
                "</p></footer>\n</body>\n</html>\n";
}

}  // namespace firstchair::report
