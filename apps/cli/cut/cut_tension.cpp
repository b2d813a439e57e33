#include "apps/cli/cut/cut_tension.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>

#include "apps/cli/cut/cut_command.h"
#include "apps/cli/cut/kept_take.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/cli/help/declare.h"
#include "engine/cut/form.h"
#include "engine/cut/style.h"
#include "engine/cut/tension.h"
#include "engine/judge/norms.h"
#include "hearing/hear_file.h"
#include "io/files/files.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr std::size_t kMostPoints = 100'000;

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Takes the next part off a text: up to `sign`, or to the end.
std::string_view next_of(std::string_view& rest, char sign) {
  const std::string_view part = rest.substr(0, rest.find(sign));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

bool add_point(std::string_view at, std::string_view tension, std::vector<cut::TensionPoint>& points) {
  const std::optional<double> at_s = number_of(at), value = number_of(tension);
  if (!at_s || !value || !(*value >= 0 && *value <= 1)) return false;
  if (!points.empty() && *at_s <= points.back().at_s) return false;
  points.push_back({*at_s, *value});
  return true;
}

Result<std::vector<cut::TensionPoint>> tension_of_csv(const std::string& path) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(path);
  if (!bytes) return bytes.error();
  std::vector<cut::TensionPoint> points;
  std::string_view rest(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  for (int line = 1; !rest.empty(); ++line) {
    std::string_view row = next_of(rest, '\n');
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty() || (line == 1 && row.starts_with("at_s"))) continue;
    const std::string_view at = next_of(row, ','), tension = next_of(row, ',');
    if (points.size() == kMostPoints)
      return Error{ErrorCode::too_large, path, fmt::format("over {} points", kMostPoints), {}};
    if (!add_point(at, tension, points))
      return Error{ErrorCode::malformed, fmt::format("{}:{}", path, line),
                   "no time later than the one above and a tension from 0 to 1",
                   "Write rows as firstchair cut tension does: 12.5,0.8"};
  }
  if (points.empty()) return Error{ErrorCode::malformed, path, "no point in it", {}};
  return points;
}

Result<Take> take_of(const std::string& path) {
  Result<std::optional<KeptTakeFile>> kept = read_kept_take(path);
  if (!kept) return kept.error();
  SessionConfig config;
  config.norms = judge::default_norms();
  if (*kept) return take_again((*kept)->take);
  hearing::hear_with(hearing::kUsualEar, config);
  hearing::HearingOptions options;
  options.cage = own_cage();
  std::vector<std::string> warnings;
  Result<Take> take = hearing::hear_file(
      path, path, std::move(config), options, [](const hearing::HearingProgress&) { return true; }, warnings);
  for (const std::string& warning : warnings)
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + path + ": " + warning + "."));
  return take;
}

}  // namespace

Result<std::vector<cut::TensionPoint>> tension_asked(const std::string& words) {
  if (words.ends_with(".csv")) return tension_of_csv(words);
  std::vector<cut::TensionPoint> points;
  for (std::string_view rest = words; !rest.empty();) {
    std::string_view point = next_of(rest, ',');
    const std::string_view at = next_of(point, ':');
    if (!add_point(at, point, points)) points.clear(), rest = {};
  }
  if (points.empty())
    return Error{ErrorCode::usage, "--tension " + words, "no curve of seconds and tensions from 0 to 1",
                 "Write it as 0:0.2,90:1, or name a csv that firstchair cut tension wrote"};
  return points;
}

Result<int> cut_tension(const TensionOptions& options) {
  const std::optional<cut::Style> style = cut::style_from_id(options.style);
  if (!style)
    return Error{ErrorCode::usage, "--style " + options.style, "no such style",
                 "It is clean, cover, whiplash or coach"};
  const Result<Take> take = take_of(options.take);
  if (!take) return take.error();
  const cut::Form form = cut::form_of(*take);
  const double length_s = static_cast<double>(take->source.length) / take->source.rate;
  std::string csv = "at_s,tension,bar\n";
  for (const cut::TensionPoint& point :
       cut::tension_of(cut::marks_of(*take, form), 0, length_s, {.rise = style->rise})) {
    const cut::FormBar* bar = cut::bar_at(form, point.at_s);
    csv += fmt::format("{:.3f},{:.3f},{}\n", point.at_s, point.tension,
                       bar != nullptr ? std::to_string(bar->number) : "");
  }
  if (options.out.empty()) {
    fmt::print("{}", csv);
    return 0;
  }
  if (Result<Done> written = io::write_file(options.out, csv, options.force); !written)
    return written.error();
  fmt::print("{}: change it, and cut with --tension {}\n", report::plain(options.out),
             report::plain(options.out));
  return 0;
}

void declare_cut_tension(CLI::App& cut, Command& chosen) {
  CLI::App* command =
      cut.add_subcommand("tension", "tell a take's tension, by which the lengths of shots are chosen");
  examples(*command,
           {{"firstchair cut tension take.json", "seconds, tension from 0 to 1, bar: a point every .5 s"},
            {"firstchair cut tension mix.wav --out tension.csv",
             "to be changed, and handed to cut --tension tension.csv"}});
  TensionOptions& options = options_of(command, chosen, cut_tension);
  command->add_option("TAKE", options.take, "a take.json or its folder, a recording, or an e-kit's MIDI")
      ->required();
  one_of(command->add_option("--style", options.style, "whose tension: whiplash rises to the end"),
         style_names());
  command->add_option("--out", options.out, "the csv (when left out: standard output)");
  command->add_flag("--force", options.force, "replace a file that is there");
}

}  // namespace firstchair::cli
