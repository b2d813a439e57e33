#include "engine/judge/norms.h"

#include <cassert>
#include <cstdlib>
#include <string>

namespace firstchair::judge {

// The file that the build embeds (engine/judge/CMakeLists.txt).
extern const std::string_view kNormsCsv;

namespace {

struct Key {
  std::string_view name;
  double Norms::* value;
};

constexpr Key kKeys[] = {
    {"base_ms", &Norms::base_ms},
    {"per_ms", &Norms::per_ms},
    {"p10", &Norms::p10},
    {"p25", &Norms::p25},
    {"p75", &Norms::p75},
    {"p90", &Norms::p90},
    {"bpm_low", &Norms::bpm_low},
    {"bpm_high", &Norms::bpm_high},
    {"unison_hands.p10", &Norms::unison_hands_p10},
    {"unison_hands.p90", &Norms::unison_hands_p90},
    {"unison_foot.p10", &Norms::unison_foot_p10},
    {"unison_foot.p90", &Norms::unison_foot_p90},
    {"flam_gap.p25", &Norms::flam_gap_p25},
    {"flam_gap.p75", &Norms::flam_gap_p75},
};

// "line.kick" with prefix "line." is the place of the kick in a table of lines; null when it is none.
double* line_entry(double (&table)[kLineCount], std::string_view prefix, std::string_view key) {
  if (!key.starts_with(prefix)) return nullptr;
  for (int i = 0; i < kLineCount; ++i) {
    if (id_of(static_cast<Line>(i)) == key.substr(prefix.size())) return &table[i];
  }
  return nullptr;
}

double* entry(Norms& norms, std::string_view key) {
  for (const Key& known : kKeys) {
    if (known.name == key) return &(norms.*known.value);
  }
  if (double* at = line_entry(norms.line_factor, "line.", key)) return at;
  return line_entry(norms.level_sd_p90, "level_sd_p90.", key);
}

}  // namespace

Result<Norms> parse_norms(std::string_view csv) {
  Norms norms;
  int number = 0;
  const auto broken = [&](std::string what) {
    return Error{ErrorCode::malformed, "norms:" + std::to_string(number), std::move(what),
                 "Restore data/norms.csv as it was shipped"};
  };
  while (!csv.empty()) {
    ++number;
    const std::size_t end = csv.find('\n');
    std::string_view line = csv.substr(0, end);
    csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#' || line == "key,value") continue;
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return broken("no comma in \"" + std::string(line) + "\"");
    const std::string_view key = line.substr(0, comma);
    const std::string text(line.substr(comma + 1));
    double* at = entry(norms, key);
    if (at == nullptr) return broken("unknown key \"" + std::string(key) + "\"");
    char* stop = nullptr;
    *at = std::strtod(text.c_str(), &stop);  // libc++ 19 has no from_chars of doubles
    if (text.empty() || stop != text.c_str() + text.size() || !(*at >= 0) || *at > 1e6) {
      return broken("\"" + text + "\" is not a number from 0 to a million");
    }
  }
  ++number;
  for (const Key& key : kKeys) {
    if (!(norms.*key.value > 0)) return broken("no " + std::string(key.name));
  }
  return norms;
}

const Norms& default_norms() {
  static const Norms norms = [] {
    const Result<Norms> read = parse_norms(kNormsCsv);
    assert(read);  // the test of the norms reads the same file
    return *read;
  }();
  return norms;
}

}  // namespace firstchair::judge
