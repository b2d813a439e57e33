#include "songs/styles.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "engine/core/letters.h"

namespace firstchair::songs {

extern const std::span<const std::pair<std::string_view, std::string_view>> style_files;

namespace {

using nlohmann::json;

constexpr std::size_t kMaxStyleBytes = 1 << 20, kMostCells = 64, kMostInCell = 64;

constexpr std::pair<std::string_view, band::BassRole> kRoles[] = {
    {"root", band::BassRole::root},     {"guide", band::BassRole::guide},
    {"third", band::BassRole::third},   {"fifth", band::BassRole::fifth},
    {"sixth", band::BassRole::sixth},   {"seventh", band::BassRole::seventh},
    {"octave", band::BassRole::octave}, {"tone", band::BassRole::tone},
    {"step", band::BassRole::step},     {"approach", band::BassRole::approach},
    {"next", band::BassRole::next},
};

// "E1" -> 28, "Bb2" -> 46.
std::optional<int> pitch_named(std::string_view name) {
  constexpr int kSteps[] = {9, 11, 0, 2, 4, 5, 7};
  if (name.size() < 2 || name[0] < 'A' || name[0] > 'G') return std::nullopt;
  int pitch = kSteps[name[0] - 'A'];
  name.remove_prefix(1);
  if (name[0] == 'b' || name[0] == '#') {
    pitch += name[0] == 'b' ? -1 : 1;
    name.remove_prefix(1);
  }
  if (name.size() != 1 || name[0] < '0' || name[0] > '9') return std::nullopt;
  return pitch + 12 * (name[0] - '0' + 1);
}

// Reads the values of one object, and keeps the first that is wrong.
class Fields {
 public:
  Fields(const json& object, std::string place, std::optional<Error>& error)
      : object_(object), place_(std::move(place)), error_(error) {
    if (!object_.is_object()) wrong({}, "an object is wanted");
  }

  double number(const char* name, double low, double high, double other) {
    const auto found = find(name);
    if (found == nullptr) return other;
    if (!found->is_number() || found->get<double>() < low || found->get<double>() > high) {
      wrong(name, "a number from " + text(low) + " to " + text(high) + " is wanted");
      return other;
    }
    return found->get<double>();
  }
  std::string word(const char* name) {
    const auto found = find(name);
    if (found == nullptr) return {};
    if (!found->is_string() || found->get<std::string>().size() > 200) {
      wrong(name, "a text is wanted");
      return {};
    }
    return found->get<std::string>();
  }
  int pitch(const char* name, int other) {
    if (find(name) == nullptr) return other;
    const auto pitch = pitch_named(word(name));
    if (!pitch) wrong(name, "a note is wanted, as in \"E1\"");
    return pitch.value_or(other);
  }
  const json* find(const char* name) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  void only(std::initializer_list<std::string_view> known) {
    if (!object_.is_object()) return;
    for (const auto& [name, value] : object_.items())
      if (std::find(known.begin(), known.end(), name) == known.end())
        wrong(name, "nothing has this name here");
  }
  void wrong(std::string_view name, std::string what) {
    if (error_) return;
    std::string place = place_;
    if (!name.empty()) place += (place.empty() ? "" : ".") + std::string(name.substr(0, 60));
    error_ = Error{ErrorCode::malformed, std::move(place), std::move(what), {}};
  }

 private:
  static std::string text(double value) { return json(value).dump(); }

  const json& object_;
  std::string place_;
  std::optional<Error>& error_;
};

// [beat, length, ...]: `read` takes what is left of one.
template <class Read>
void read_cells(const json* cells, const std::string& place, std::optional<Error>& error, const Read& read) {
  const auto wrong = [&](std::string at, std::string what) {
    if (!error) error = Error{ErrorCode::malformed, std::move(at), std::move(what), {}};
  };
  if (cells == nullptr || !cells->is_array() || cells->empty() || cells->size() > kMostCells)
    return wrong(place, "a list of 1 to 64 cells is wanted");
  for (std::size_t c = 0; c < cells->size() && !error; ++c) {
    const std::string here = place + "[" + std::to_string(c) + "]";
    Fields cell((*cells)[c], here, error);
    cell.only({"weight", "notes"});
    const double weight = cell.number("weight", 0, 1000, 1);
    const json* notes = cell.find("notes");
    if (notes == nullptr || !notes->is_array() || notes->size() > kMostInCell)
      return wrong(here + ".notes", "a list of at most 64 notes is wanted");
    for (std::size_t n = 0; n <= notes->size() && !error; ++n) {
      const std::string at = here + ".notes[" + std::to_string(n) + "]";
      if (n == notes->size()) {
        read(weight, nullptr, at);
      } else if (!(*notes)[n].is_array()) {
        wrong(at, "[beat, length, ...] is wanted");
      } else {
        read(weight, &(*notes)[n], at);
      }
    }
  }
}

bool numbers(const json& note, std::size_t from, std::size_t to) {
  for (std::size_t k = from; k < std::min(to, note.size()); ++k)
    if (!note[k].is_number() || note[k].get<double>() < -1 || note[k].get<double>() > 16) return false;
  return true;
}

void read_bass(const json* cells, band::Style& style, std::optional<Error>& error) {
  band::BassCell cell;
  read_cells(cells, "bass.cells", error, [&](double weight, const json* note, const std::string& at) {
    if (note == nullptr) {
      cell.weight = weight;
      style.bass.push_back(std::move(cell));
      cell = {};
      return;
    }
    const auto wrong = [&](std::string what) {
      error = Error{ErrorCode::malformed, at, std::move(what), {}};
    };
    if (note->size() < 3 || note->size() > 4 || !numbers(*note, 0, 2) || !(*note)[2].is_string() ||
        !numbers(*note, 3, 4))
      return wrong("[beat, length, role, accent] is wanted");
    const auto role = std::find_if(std::begin(kRoles), std::end(kRoles), [&](const auto& known) {
      return known.first == (*note)[2].get_ref<const std::string&>();
    });
    if (role == std::end(kRoles)) {
      std::string all;
      for (const auto& [name, value] : kRoles) all += (all.empty() ? "" : ", ") + std::string(name);
      return wrong("a role is one of " + all);
    }
    cell.notes.push_back({.beat = (*note)[0].get<double>(),
                          .length = (*note)[1].get<double>(),
                          .role = role->second,
                          .accent = note->size() > 3 ? (*note)[3].get<double>() : 0});
  });
}

void read_comp(const json* cells, band::Style& style, std::optional<Error>& error) {
  band::CompCell cell;
  read_cells(cells, "comp.cells", error, [&](double weight, const json* note, const std::string& at) {
    if (note == nullptr) {
      cell.weight = weight;
      style.comp.push_back(std::move(cell));
      cell = {};
      return;
    }
    if (note->size() < 2 || note->size() > 3 || !numbers(*note, 0, 3)) {
      error = Error{ErrorCode::malformed, at, "[beat, length, accent] is wanted", {}};
      return;
    }
    cell.hits.push_back({.beat = (*note)[0].get<double>(),
                         .length = (*note)[1].get<double>(),
                         .accent = note->size() > 2 ? (*note)[2].get<double>() : 0});
  });
}

std::vector<std::string> called(const json& file) {
  std::vector<std::string> names;
  if (const auto found = file.find("called"); found != file.end() && found->is_array())
    for (const json& name : *found)
      if (name.is_string()) names.push_back(lowered(name.get<std::string>()));
  return names;
}

// The built-in style whose longest name stands in the words.
std::optional<std::string_view> text_for(std::string_view words) {
  const std::string low = lowered(words);
  std::optional<std::string_view> best;
  std::size_t longest = 0;
  for (const auto& [name, text] : style_files) {
    const json file = json::parse(text, nullptr, false);
    const auto look = [&](std::string_view known, std::size_t counts) {
      if (counts <= longest || low.find(known) == std::string::npos) return;
      longest = counts;
      best = text;
    };
    for (const std::string& known : called(file)) look(known, known.size());
    look(name, name.size() + 1);  // "Latin-Brazil: Samba" is a samba
  }
  return best;
}

}  // namespace

Result<band::Style> read_style(std::string_view text) {
  if (text.size() > kMaxStyleBytes) return Error{ErrorCode::too_large, {}, "over 1 MiB of style", {}};
  const json file = json::parse(text, nullptr, false);
  if (file.is_discarded() || !file.is_object())
    return Error{ErrorCode::malformed, {}, "not JSON with one object in it", {}};
  band::Style style;
  std::optional<Error> error;
  Fields all(file, {}, error);
  all.only({"format", "name", "says", "called", "beats", "swing", "bass", "comp"});
  if (all.word("format") != "firstchair style 1" && !error)
    all.wrong("format", "\"firstchair style 1\" is wanted");
  style.name = all.word("name");
  if (style.name.empty()) all.wrong("name", "a name is wanted");
  style.beats = static_cast<int>(all.number("beats", 1, 16, 4));
  style.swing = all.number("swing", 1, 3.5, 1);
  const json none = json::object();
  const json* bass_json = all.find("bass");
  const json* comp_json = all.find("comp");
  Fields bass(bass_json != nullptr ? *bass_json : none, "bass", error);
  bass.only({"program", "low", "high", "ms", "cells"});
  style.bass_program = static_cast<int>(bass.number("program", 0, 127, style.bass_program));
  style.bass_low = bass.pitch("low", style.bass_low);
  style.bass_high = bass.pitch("high", style.bass_high);
  style.bass_ms = bass.number("ms", -50, 50, 0);
  Fields comp(comp_json != nullptr ? *comp_json : none, "comp", error);
  comp.only({"program", "low", "high", "ms", "cells"});
  style.comp_program = static_cast<int>(comp.number("program", 0, 127, style.comp_program));
  style.comp_low = comp.pitch("low", style.comp_low);
  style.comp_high = comp.pitch("high", style.comp_high);
  style.comp_ms = comp.number("ms", -50, 50, 0);
  if (!error) read_bass(bass.find("cells"), style, error);
  if (!error) read_comp(comp.find("cells"), style, error);
  if (error) return *error;
  if (const std::string wrong = band::check_style(style); !wrong.empty())
    return Error{ErrorCode::malformed, {}, wrong, {}};
  return style;
}

std::vector<std::string> style_names() {
  std::vector<std::string> names;
  for (const auto& [name, text] : style_files) names.emplace_back(name);
  return names;
}

Result<band::Style> style_by_name(std::string_view name) {
  for (const auto& [known, text] : style_files)
    if (known == lowered(name)) return read_style(text);
  if (const auto text = text_for(name)) return read_style(*text);
  std::string all;
  for (const std::string& known : style_names()) all += (all.empty() ? "" : ", ") + known;
  return Error{
      ErrorCode::not_found, {}, "no style \"" + std::string(name.substr(0, 60)) + "\"", "Styles are: " + all};
}

StyleChosen style_for(std::string_view song_style, int beats_of_bar) {
  StyleChosen chosen;
  const auto text = text_for(song_style);
  chosen.guessed = !text;
  const auto named = [](std::string_view name) { return std::move(*style_by_name(name)); };
  chosen.style = text ? std::move(*read_style(*text)) : named(beats_of_bar == 3 ? "waltz" : "swing");
  // "Medium Swing" in three is a waltz.
  if (beats_of_bar == 3 && chosen.style.name == "swing") chosen.style = named("waltz");
  return chosen;
}

}  // namespace firstchair::songs
