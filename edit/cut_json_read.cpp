#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "edit/cut_json.h"
#include "edit/json_fault.h"
#include "edit/json_reader.h"
#include "edit/words.h"

namespace firstchair::edit {
namespace {

using Json = nlohmann::json;
using cut::Film;

constexpr std::size_t kMostValues = 3'000'000, kMostDepth = 8, kMostName = 255, kMostPieces = 1000;
constexpr double kBetweenShots = 2e-6;  // seconds are written with six decimals

std::optional<Line> line_from_id(std::string_view id) {
  for (int l = 0; l < kLineCount; ++l)
    if (id_of(static_cast<Line>(l)) == id) return static_cast<Line>(l);
  return std::nullopt;
}

std::string item(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

class FilmReader {
 public:
  explicit FilmReader(JsonReader& read) : read_(read) {}

  Film film(const Json& json) {
    if (text(json, "", "format", 40) != "firstchair.cut") read_.fail("format", "is not firstchair.cut");
    if (read_.whole(read_.member(json, "", "version"), "version", 0, 1 << 30) != 1)
      read_.fail("version", "is not 1: a later program wrote this");
    read_.only(json, "",
               {"format", "version", "title", "rate", "size", "from_s", "to_s", "sound", "sound_camera",
                "style", "seed", "cameras", "shots", "phrases_s", "tension", "marks"});
    Film film;
    film.title = text(json, "", "title", 1000);
    film.rate = read_.rate(read_.member(json, "", "rate"), "rate");
    const auto size = read_.two(read_.member(json, "", "size"), "size", 16, 16384);
    film.width = static_cast<int>(size.first), film.height = static_cast<int>(size.second);
    film.from_s = second(json, "", "from_s");
    film.to_s = second(json, "", "to_s");
    if (!read_.failed() && !(film.to_s > film.from_s)) read_.fail("to_s", "is not after from_s");
    film.style = text(json, "", "style", kMostName);
    const Json& seed = read_.member(json, "", "seed");
    if (seed.is_number_unsigned())
      film.seed = seed.get<std::uint64_t>();
    else
      read_.fail("seed", "is no whole number");
    const Json& cameras = read_.list(read_.member(json, "", "cameras"), "cameras", 16);
    for (std::size_t c = 0; c < cameras.size() && !read_.failed(); ++c)
      film.cameras.push_back(camera(cameras[c], item("cameras", c)));
    sound(film, json);
    shots(film, read_.list(read_.member(json, "", "shots"), "shots", kMostShots));
    const Json& phrases = read_.list(read_.member(json, "", "phrases_s"), "phrases_s", kMostMarks);
    for (std::size_t p = 0; p < phrases.size() && !read_.failed(); ++p) {
      film.phrases_s.push_back(seconds(phrases[p], item("phrases_s", p)));
      if (p > 0 && !read_.failed() && film.phrases_s[p] < film.phrases_s[p - 1])
        read_.fail(item("phrases_s", p), "is not in order of time");
    }
    const Json& tension = read_.list(read_.member(json, "", "tension"), "tension", kMostMarks);
    for (std::size_t t = 0; t < tension.size() && !read_.failed(); ++t) {
      const auto [at, z] = read_.two(tension[t], item("tension", t), -kMostSeconds, kMostSeconds);
      if (!(z >= 0 && z <= 1)) read_.fail(item("tension", t), "is no tension from 0 to 1");
      if (!film.tension.empty() && at < film.tension.back().at_s)
        read_.fail(item("tension", t), "is not in order of time");
      film.tension.push_back({at, z});
    }
    const Json& marks = read_.list(read_.member(json, "", "marks"), "marks", kMostMarks);
    for (std::size_t m = 0; m < marks.size() && !read_.failed(); ++m)
      film.marks.push_back(mark(film, marks[m], item("marks", m)));
    return film;
  }

 private:
  std::string text(const Json& parent, const std::string& where, const char* name, std::size_t most) {
    return read_.text(read_.member(parent, where, name), within(where, name), most);
  }
  double number(const Json& parent, const std::string& where, const char* name, double low, double high) {
    return read_.number(read_.member(parent, where, name), within(where, name), low, high);
  }
  double second(const Json& parent, const std::string& where, const char* name) {
    return number(parent, where, name, -kMostSeconds, kMostSeconds);
  }
  double seconds(const Json& value, const std::string& where) {
    return read_.number(value, where, -kMostSeconds, kMostSeconds);
  }
  static std::string within(const std::string& where, const char* name) {
    return where.empty() ? name : where + "." + name;
  }

  cut::Camera camera(const Json& json, const std::string& where) {
    read_.only(json, where,
               {"name", "files", "kind", "shows", "rate", "size", "length_s", "picture_late_s", "seen_late_s",
                "seen_late_95_s", "timecodes", "placement"});
    cut::Camera camera;
    camera.name = text(json, where, "name", kMostName);
    if (!read_.failed() && (camera.name.empty() || cameras_.contains(camera.name)))
      read_.fail(where + ".name", "is empty or another camera's");
    cameras_[camera.name] = static_cast<int>(cameras_.size());
    const Json& files = read_.list(read_.member(json, where, "files"), where + ".files", kMostPieces);
    if (!read_.failed() && files.empty()) read_.fail(where + ".files", "names no file");
    for (std::size_t f = 0; f < files.size() && !read_.failed(); ++f)
      camera.files.push_back(read_.path(files[f], where + "." + item("files", f)));
    const std::string kind = text(json, where, "kind", 20);
    if (const auto known = cut::camera_kind_from_id(kind))
      camera.kind = *known;
    else
      read_.fail(where + ".kind", "is none of kit, hands, feet, face, other");
    const Json& shows = read_.list(read_.member(json, where, "shows"), where + ".shows", kLineCount);
    for (std::size_t s = 0; s < shows.size() && !read_.failed(); ++s) {
      const std::string one = where + "." + item("shows", s);
      read_.only(shows[s], one, {"line", "x", "y", "z"});
      const auto line = line_from_id(text(shows[s], one, "line", 20));
      if (!line) read_.fail(one + ".line", "is no line of a kit");
      camera.shows.push_back({.line = line.value_or(Line::snare),
                              .x = number(shows[s], one, "x", 0, 1),
                              .y = number(shows[s], one, "y", 0, 1),
                              .z = number(shows[s], one, "z", 0, 1e6)});
    }
    camera.rate = read_.rate(read_.member(json, where, "rate"), where + ".rate");
    const auto size = read_.two(read_.member(json, where, "size"), where + ".size", 0, 65536);
    camera.width = static_cast<int>(size.first), camera.height = static_cast<int>(size.second);
    camera.length_s = number(json, where, "length_s", 0, kMostSeconds);
    camera.picture_late_s = number(json, where, "picture_late_s", -10, 10);
    if (json.is_object() && json.contains("seen_late_95_s")) {
      camera.seen_late_s = number(json, where, "seen_late_s", -10, 10);
      camera.seen_late_95_s = number(json, where, "seen_late_95_s", 0, 10);
    }
    if (json.is_object() && json.contains("timecodes"))
      timecodes(camera, json["timecodes"], where + ".timecodes");
    camera.placement = placement(read_.member(json, where, "placement"), where + ".placement");
    return camera;
  }

  void timecodes(cut::Camera& camera, const Json& json, const std::string& where) {
    const Json& codes = read_.list(json, where, kMostPieces);
    if (!read_.failed() && codes.size() != camera.files.size())
      read_.fail(where, "are not as many as there are files");
    for (std::size_t c = 0; c < codes.size() && !read_.failed(); ++c) {
      std::optional<cut::Timecode>& code = camera.timecodes.emplace_back();
      if (codes[c].is_null()) continue;
      const std::string one = where + "[" + std::to_string(c) + "]";
      read_.only(codes[c], one, {"first", "rate"});
      const cut::FrameRate rate = read_.rate(read_.member(codes[c], one, "rate"), one + ".rate");
      const std::string first = text(codes[c], one, "first", 20);
      code = cut::timecode_from(first, rate);
      if (!code) read_.fail(one + ".first", "is no timecode at that rate: " + first);
    }
  }

  cut::Placement placement(const Json& json, const std::string& where) {
    read_.only(json, where,
               {"grade", "pieces", "offset_95_s", "ppm_95", "between_ways_s", "residual_s", "inliers",
                "strokes", "paired", "overlap_s", "also_at_s"});
    cut::Placement placement;
    const std::string grade = text(json, where, "grade", 20);
    if (const auto known = cut::grade_from_id(grade))
      placement.grade = *known;
    else
      read_.fail(where + ".grade", "is none of exact, frame, check, no");
    const Json& pieces = read_.list(read_.member(json, where, "pieces"), where + ".pieces", kMostPieces);
    for (std::size_t p = 0; p < pieces.size() && !read_.failed(); ++p) {
      const std::string one = where + "." + item("pieces", p);
      read_.only(pieces[p], one, {"from_s", "to_s", "offset_s", "ppm"});
      cut::Piece piece{
          .from_s = second(pieces[p], one, "from_s"),
          .to_s = second(pieces[p], one, "to_s"),
          .offset_s = second(pieces[p], one, "offset_s"),
          .slope = number(pieces[p], one, "ppm", -1e6 * cut::kSteepest, 1e6 * cut::kSteepest) / 1e6};
      if (!read_.failed() && !(piece.to_s > piece.from_s)) read_.fail(one, "ends before it begins");
      if (!placement.pieces.empty() &&
          cut::master_of(piece, piece.from_s) <
              cut::master_of(placement.pieces.back(), placement.pieces.back().to_s) - 1e-3)
        read_.fail(one, "lies over the piece before it");
      placement.pieces.push_back(piece);
    }
    placement.offset_95_s = number(json, where, "offset_95_s", 0, kMostSeconds);
    placement.slope_95 = number(json, where, "ppm_95", 0, 1e6) / 1e6;
    placement.between_ways_s = number(json, where, "between_ways_s", 0, kMostSeconds);
    placement.residual_s = number(json, where, "residual_s", 0, kMostSeconds);
    placement.inliers = number(json, where, "inliers", 0, 1);
    placement.strokes = read_.whole(read_.member(json, where, "strokes"), where + ".strokes", 0, 1 << 30);
    placement.paired = read_.whole(read_.member(json, where, "paired"), where + ".paired", 0, 1 << 30);
    placement.overlap_s = number(json, where, "overlap_s", 0, kMostSeconds);
    const Json& also = read_.list(read_.member(json, where, "also_at_s"), where + ".also_at_s", 100);
    for (std::size_t a = 0; a < also.size() && !read_.failed(); ++a)
      placement.also_at_s.push_back(seconds(also[a], where + "." + item("also_at_s", a)));
    return placement;
  }

  // Returns the index of the camera that is named, -1 for null.
  int camera_index(const Json& value, const std::string& where) {
    if (value.is_null()) return -1;
    const std::string name = read_.text(value, where, kMostName);
    const auto at = cameras_.find(name);
    if (at == cameras_.end()) read_.fail(where, "names no camera of this film: " + name);
    return at == cameras_.end() ? -1 : at->second;
  }

  void sound(Film& film, const Json& json) {
    const Json& path = read_.member(json, "", "sound");
    if (!path.is_null()) film.sound = read_.path(path, "sound");
    const int camera = camera_index(read_.member(json, "", "sound_camera"), "sound_camera");
    if (camera >= 0) film.sound_camera = camera;
  }

  void shots(Film& film, const Json& json) {
    double at = film.from_s;
    for (std::size_t s = 0; s < json.size() && !read_.failed(); ++s) {
      const std::string where = item("shots", s);
      read_.only(json[s], where, {"camera", "from_s", "to_s", "stroke_s", "why", "move"});
      cut::Shot shot;
      shot.camera = camera_index(read_.member(json[s], where, "camera"), where + ".camera");
      shot.from_s = second(json[s], where, "from_s");
      shot.to_s = second(json[s], where, "to_s");
      shot.stroke_s = second(json[s], where, "stroke_s");
      shot.why = text(json[s], where, "why", 1000);
      if (read_.failed()) return;
      if (std::abs(shot.from_s - at) > kBetweenShots)
        read_.fail(where + ".from_s", "is " + number_text(shot.from_s) + "; " +
                                          (s == 0 ? "the film begins at " : "the shot before ends at ") +
                                          number_text(at));
      if (!(shot.to_s > shot.from_s)) read_.fail(where, "ends before it begins");
      if (json[s].contains("move")) shot.move = move(json[s]["move"], where + ".move");
      at = shot.to_s;
      film.shots.push_back(std::move(shot));
    }
    if (!read_.failed() && !film.shots.empty() && std::abs(at - film.to_s) > kBetweenShots)
      read_.fail("shots", "end at " + number_text(at) + "; the film ends at " + number_text(film.to_s));
  }

  cut::Move move(const Json& json, const std::string& where) {
    read_.only(json, where, {"kind", "from", "to", "from_s", "to_s", "window"});
    cut::Move move;
    const std::string kind = text(json, where, "kind", 20);
    if (kind != "glide" && kind != "whip") read_.fail(where + ".kind", "is none of glide, whip");
    move.kind = kind == "whip" ? cut::MoveKind::whip : cut::MoveKind::glide;
    std::tie(move.from_x, move.from_y) = read_.two(read_.member(json, where, "from"), where + ".from", 0, 1);
    std::tie(move.to_x, move.to_y) = read_.two(read_.member(json, where, "to"), where + ".to", 0, 1);
    move.from_s = second(json, where, "from_s");
    move.to_s = second(json, where, "to_s");
    move.window = number(json, where, "window", .05, 1);
    if (!read_.failed() && !(move.to_s > move.from_s)) read_.fail(where, "ends before it begins");
    return move;
  }

  cut::Mark mark(const Film& film, const Json& json, const std::string& where) {
    read_.only(json, where, {"at_s", "line", "strength", "bar", "beat"});
    const auto line = line_from_id(text(json, where, "line", 20));
    if (!line) read_.fail(where + ".line", "is no line of a kit");
    const cut::Mark mark{.at_s = second(json, where, "at_s"),
                         .line = line.value_or(Line::snare),
                         .strength = number(json, where, "strength", 0, 1),
                         .bar = read_.whole(read_.member(json, where, "bar"), where + ".bar", 0, 1 << 24),
                         .beat = number(json, where, "beat", 0, 1000)};
    if (!read_.failed() && !film.marks.empty() && mark.at_s < film.marks.back().at_s)
      read_.fail(where, "is not in order of time");
    return mark;
  }

  JsonReader& read_;
  std::map<std::string, int> cameras_;
};

// Parses a text that may be anything: not deeper and not more than a cut.json needs. Null: it is none.
Json parsed(std::string_view text, bool& too_much) {
  std::size_t values = 0;
  const auto keep = [&](int depth, Json::parse_event_t event, Json&) {
    if (event == Json::parse_event_t::key) return !too_much;
    too_much = too_much || ++values > kMostValues || depth > static_cast<int>(kMostDepth);
    return !too_much;
  };
  Json json = Json::parse(text, keep, false);
  return json.is_discarded() || too_much ? Json() : json;
}

}  // namespace

Result<cut::Film> read_cut(std::string_view text, const std::string& place,
                           const std::vector<std::string>& given) {
  JsonReader read(place, given);
  bool too_much = text.size() > kMostCutBytes;
  const Json json = too_much ? Json() : parsed(text, too_much);
  if (too_much) read.fail("", "is larger than a cut.json can be", ErrorCode::too_large);
  if (!read.failed() && !json.is_object()) read.fail("", json_fault(text));
  if (!read.failed())
    if (const std::string field = said_twice(text); !field.empty()) read.fail(field, "stands there twice");
  if (read.failed()) return read.error();
  Film film = FilmReader(read).film(json);
  if (read.failed()) return read.error();
  return film;
}

}  // namespace firstchair::edit
