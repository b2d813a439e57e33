// take.html: one page that is whole without network, fonts or script. The order stands first, then the facts,
// then the pictures, then every number.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/hit_count.h"
#include "report/page/page_css.h"
#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/against_text.h"
#include "report/text/count_text.h"
#include "report/text/facts.h"
#include "report/text/kit_text.h"
#include "report/text/music_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {

namespace {

using namespace report;

constexpr std::size_t kMostListed = 200;

std::string fact(std::string_view name, const std::string& value, const std::string& more = {}) {
  return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>", name, value,
                     more.empty() ? "" : "<small>" + more + "</small>");
}

std::string facts(const Take& take) {
  const Reading& r = take.reading;
  std::string html = "<dl class=\"facts\">";
  html += fact("Strokes", std::to_string(take.hits.size()));
  html += fact("Length", clock(seconds(take, static_cast<double>(take.source.length))));
  if (r.bpm > 0) {
    const std::string tempo = tempo_words(r);
    const std::size_t more = tempo.find(" (");
    html += fact("Tempo", tempo.substr(0, more), more == std::string::npos ? "" : tempo.substr(more + 1));
    if (const std::string meter = meter_heard(take); !meter.empty())
      html += fact("Meter", meter, meter_doubt(r));
  }
  if (r.chart_given && r.chart_played) {
    const HitCount all = count_hits(take).all;
    std::string rest = all.wrong > 0 ? fmt::format("{} on another drum", all.wrong) : "";
    if (all.covered > 0)
      rest += fmt::format("{}{} not to be told apart", rest.empty() ? "" : "; ", all.covered);
    html += fact("Notes heard", fmt::format("{} of {}", all.heard(), all.notes), rest);
  }
  html += fact("Heard from", take.source.kind == SourceKind::midi
                                 ? "e-kit MIDI"
                                 : fmt::format("{} kHz audio", number(take.source.rate / 1000, 1)));
  html += "</dl>";
  if (const std::string music = music_text(take); !music.empty())
    html +=
        "<ul class=\"departures\" aria-label=\"Other instruments\"><li>" + escape_html(music) + "</li></ul>";
  if (const std::vector<std::string> kit = kit_texts(take); !kit.empty()) {
    html += "<ul class=\"departures\" aria-label=\"The kit\">";
    for (const std::string& text : kit) html += "<li>" + escape_html(text) + "</li>";
    html += "</ul>";
  }
  if (!take.alignment.departures.empty()) {
    html += "<ul class=\"departures\" aria-label=\"Departures from the form\">";
    for (const Departure& d : take.alignment.departures)
      html += "<li>" + capital(departure(d, take.source.rate)) + "</li>";
    html += "</ul>";
  }
  return html;
}

// Blue or orange where a signed error leaves its band.
std::string_view tone_of(const Metric& m) {
  const bool is_signed = m.measure == Measure::placement || m.measure == Measure::spot;
  if (!is_signed || m.standing != Standing::out_of_band) return "even";
  return m.value < 0 ? "early-text" : "late-text";
}

std::string lean_cell(const Metric* m) {
  if (m == nullptr) return "<td>–";
  if (m->standing == Standing::too_few)
    return fmt::format("<td class=\"few\">not enough strokes ({} of {})", m->n, m->needed);
  if (!measured(*m)) return "<td>–";
  const int decimals = decimals_for((m->high - m->low) / 2);
  return fmt::format("<td class=\"{}\"><b>{}</b> {}", tone_of(*m), lean(m->value, decimals),
                     plus_minus(m->low, m->high, decimals));
}

std::string spread_cell(const Metric* m) {
  if (m == nullptr) return "<td>–";
  if (m->standing == Standing::too_few)
    return fmt::format("<td class=\"few\">not enough strokes ({} of {})", m->n, m->needed);
  if (m->standing == Standing::below_floor)
    return fmt::format("<td>below this setup's floor ({} ms)", number(m->value, 1));
  if (!measured(*m)) return "<td>–";
  const int decimals = decimals_for((m->high - m->low) / 2);
  return fmt::format("<td><b>{} ms</b> ({})", number(m->value, decimals), range(m->low, m->high, decimals));
}

// A row a line of the kit. Where there is no room beside each other, page.css puts a row's cells under each
// other, each behind the name of its column.
std::string line_table(const Take& take) {
  const std::vector<Line> lines = lines_of(take);
  if (lines.empty()) return "";
  const bool chart = take.reading.chart_given;
  const HitCounts counts = count_hits(take);
  const bool wrong = chart && counts.all.wrong > 0, covered = chart && counts.all.covered > 0;
  std::vector<std::string_view> names{"Lean", "Spread", "Pros", "Scale"};
  if (chart) names.emplace_back("Missed");
  names.emplace_back("Extra");
  if (wrong) names.emplace_back("Other drum");
  if (covered) names.emplace_back("Not told apart");
  std::string rows;
  for (const Line line : lines) {
    if (!can_be_judged(take, line)) continue;
    const HitCount& c = counts.lines[static_cast<std::size_t>(line)];
    const Metric* spread = find(take, Measure::tightness, line);
    const bool band = spread != nullptr && spread->band_high > 0;
    const std::string letters = spread ? grade(*spread) : "";
    std::vector<std::string> cells{lean_cell(find(take, Measure::placement, line)), spread_cell(spread)};
    cells.push_back(!band ? "<td>–"
                          : "<td>" + (spread->band_low > 0 ? number(spread->band_low, 0) : std::string("0")) +
                                "–" + number(spread->band_high, 0) + " ms");
    cells.push_back("<td>" + (letters.empty() ? std::string("–") : letters));
    if (chart) cells.push_back("<td>" + missed_cell(c));
    cells.push_back(fmt::format("<td>{}", c.extra));
    if (wrong) cells.push_back(fmt::format("<td>{}", c.wrong));
    if (covered) cells.push_back(fmt::format("<td>{}", c.covered));
    rows += fmt::format("<tr><th scope=\"row\">{}", capital(name_of(line)));
    for (std::size_t i = 0; i < cells.size(); ++i)
      rows += fmt::format("<td data-name=\"{}\"{}", names[i], cells[i].substr(3));
    rows += "</tr>";
  }
  std::string html = "<section><h2>Lines</h2>";
  if (!rows.empty()) {
    std::string heads;
    for (const std::string_view name : names) heads += fmt::format("<th scope=\"col\">{}", name);
    html += table_box("Table of lines", "<table class=\"lines\"><thead><tr><th scope=\"col\">Line" + heads +
                                            "</tr></thead><tbody>" + rows + "</tbody></table>");
  }
  if (const std::string few = too_few_words(take); !few.empty()) html += "<p class=\"how\">" + few + "</p>";
  return html + "</section>\n";
}

std::string band_words(const Metric& m) {
  if (m.measure == Measure::accent)
    return fmt::format("from {} {}", number(m.band_low, 1), unit_of(m.measure));
  return fmt::format("{} {}", range(m.band_low, m.band_high, 1), unit_of(m.measure));
}

std::string standing_words(Standing standing) {
  switch (standing) {
    case Standing::in_band:
      return "inside the band";
    case Standing::out_of_band:
      return "outside the band";
    case Standing::no_band:
      return "no band";
    case Standing::too_few:
      return "not enough strokes";
    case Standing::below_floor:
      return "below the floor";
  }
  return {};
}

std::string metric_table(const Take& take) {
  if (take.verdict.metrics.empty()) return "";
  std::string html = "<section><h2>Every measure</h2><details><summary>Table of " +
                     std::to_string(take.verdict.metrics.size()) +
                     " measures with interval, count and band</summary>";
  std::string table =
      "<table><thead><tr><th scope=\"col\">Measure<th scope=\"col\">In words<th scope=\"col\">n<th "
      "scope=\"col\">Band<th scope=\"col\">Standing</tr></thead><tbody>";
  for (const Metric& m : take.verdict.metrics) {
    const bool band = m.band_low != 0 || m.band_high != 0;
    table += fmt::format("<tr><th scope=\"row\">{}<td>{}<td>{}<td>{}<td>{}</tr>", name_of(m), metric_text(m),
                         m.n, band ? band_words(m) : "–", standing_words(m.standing));
  }
  return html + table_box("Table of measures", table + "</tbody></table>") + "</details></section>\n";
}

// Keeps a number and its unit on one line.
std::string unbroken(std::string text) {
  for (const std::string_view unit : {" ms", " dB", " BPM", " SD", " %"}) {
    for (std::size_t at = text.find(unit); at != std::string::npos; at = text.find(unit, at)) {
      text.replace(at, 1, "\u00A0");
    }
  }
  return text;
}

std::string section(std::string_view title, std::string_view how, const std::string& body) {
  const bool empty = body.starts_with("<p class=\"empty\"");
  return fmt::format("<section><h2>{}</h2>{}{}</section>\n", title,
                     empty ? "" : fmt::format("<p class=\"how\">{}</p>", how), body);
}

// A take without a pulse has no bars: what was heard is listed.
std::string stroke_table(const Take& take) {
  if (take.hits.empty()) return "";
  std::string html = "<section><h2>Every stroke</h2><p class=\"how\">No pulse found in " +
                     count(take.hits.size(), "stroke") +
                     ".</p><table><thead><tr><th scope=\"col\">Time<th scope=\"col\">Line<th "
                     "scope=\"col\">Level</tr></thead><tbody>";
  for (std::size_t i = 0; i < std::min(take.hits.size(), kMostListed); ++i) {
    const Hit& hit = take.hits[i];
    html += fmt::format("<tr><td>{} ms<td>{}<td>{} dB</tr>",
                        number(1000 * seconds(take, static_cast<double>(hit.frame)), 1),
                        name_of(line_of(hit.voice)), number(static_cast<double>(hit.level_db), 1));
  }
  html += "</tbody></table>";
  if (take.hits.size() > kMostListed)
    html += fmt::format("<p class=\"axis-note\">The first {}.</p>", kMostListed);
  return html + "</section>\n";
}

// The pictures lie over the bars that the pulse gives.
std::string pictures(const Take& take, const Timeline& timeline) {
  const bool written = take.reading.chart_given;
  std::string html;
  html += section("Every stroke",
                  "Each mark is one stroke: above the line early, below it late. Bars run left to right as "
                  "they were played.",
                  errors_picture(take, timeline));
  html += line_table(take);
  html += section(written ? "The chart, coloured by what was played" : "What was heard, written down",
                  written ? "Each notehead takes the colour of its mean signed error over the passes: blue "
                            "early, orange late."
                          : "Each notehead takes the colour of its signed error: blue early, orange late.",
                  notation_picture(take));
  html += section("Where in the bar",
                  "The mark is the line's mean error at that position, its bar the 95 % interval. A number "
                  "stands where the "
                  "position lies more than 20 ms off the line's own lean with 95 % probability. Short "
                  "dashes: plain means.",
                  positions_picture(take));
  html += section("Tempo", "Quarter notes a minute over the take.", tempo_picture(take, timeline));
  html += section(
      "Struck together",
      "How far apart two lines land when they are written together. Shaded: the 95 % interval of who leads.",
      unison_picture(take));
  html += section("Strength",
                  take.source.kind == SourceKind::midi
                      ? "MIDI velocity of every stroke, 1 to 127, over the bars."
                      : "Level of every stroke in dB re full scale, over the bars.",
                  strength_picture(take, timeline));
  return html;
}

std::string footer(const Take& take, std::string_view ear) {
  std::string text =
      "Negative is early, positive is late. Every ± and every range in brackets is a 95 % interval. ";
  if (take.verdict.floor_ms > 0) {
    text += fmt::format("This setup tells strokes apart to {} ms (SD); that is taken out of every spread. ",
                        number(take.verdict.floor_ms, 1));
  }
  if (take.verdict.outliers > 0) {
    text += fmt::format("{} strokes beyond 4 robust SDs are drawn, and left out of means and spreads. ",
                        take.verdict.outliers);
  }
  std::string heard;
  if (!ear.empty() && take.source.kind == SourceKind::audio)
    heard = ", heard with " + escape_html(std::string(ear));
  return fmt::format("<footer><p>{}</p><p>firstchair {}{}</p></footer>", text, FIRSTCHAIR_VERSION, heard);
}

}  // namespace

std::string take_html(const Take& take, std::string_view ear) {
  const Timeline timeline = Timeline::of(take);
  const OrderWords order = order_words(take);
  const std::string name = escape_html(take.source.name.empty() ? "take" : take.source.name);
  const bool written = take.reading.chart_given;
  const std::string chart =
      take.chart.title.empty() ? "its chart" : "“" + escape_html(take.chart.title) + "”";

  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n";
  html += fmt::format(
      "<title>{} – firstchair</title>\n<style>{}</style>\n</head>\n<body>\n<header><p "
      "class=\"what\"><b>{}</b> {}</p>",
      name, kPageCss, name,
      take.alignment.pulse.empty() ? std::string()
      : written                    ? "against " + chart
                                   : escape_html(against_words(take)));
  html += fmt::format("<h1><span class=\"{}\">{}</span> <strong>{}</strong></h1>", tone_of(take.order.cause),
                      unbroken(escape_html(headline(take))), unbroken(escape_html(order.action)));
  for (const std::string& fact : facts_told(take))
    html += "<p class=\"said\">" + unbroken(escape_html(fact)) + "</p>";
  html += facts(take) + "</header>\n<main>\n";
  html += timeline.bars().empty() ? stroke_table(take) : pictures(take, timeline);
  html += metric_table(take);
  html += "</main>\n" + footer(take, ear) + "\n</body>\n</html>\n";
  return html;
}

}  // namespace firstchair::report
