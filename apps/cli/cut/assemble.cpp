#include "apps/cli/cut/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

#include "apps/cli/cut/cut_tension.h"
#include "apps/cli/decode/decode_command.h"
#include "edit/writers.h"
#include "hearing/lay_asked.h"

namespace firstchair::cli {
namespace {

constexpr cut::FrameRate kRates[] = {{24000, 1001}, {24, 1}, {25, 1},       {30000, 1001},
                                     {30, 1},       {50, 1}, {60000, 1001}, {60, 1}};

Error usage(const std::string& flag, const std::string& word, std::string what, std::string advice) {
  return {ErrorCode::usage, flag + " " + word, std::move(what), std::move(advice)};
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// A rate that is none of a film's stands for as many pictures as make one: 15 for 30.
cut::FrameRate nearest_rate(double given) {
  double per_second = given;
  while (given > 0 && per_second < .9 * kRates[0].per_second()) per_second += given;
  return *std::ranges::min_element(kRates, {}, [&](const cut::FrameRate& rate) {
    return std::abs(std::log(rate.per_second() / per_second));
  });
}

Result<cut::FrameRate> film_rate(const std::string& asked, const std::vector<cut::Camera>& cameras) {
  if (!asked.empty()) {
    const std::optional<double> value = number_of(asked);
    if (!value || *value < 1 || *value > 120)
      return usage("--fps", asked, "not a rate", "Write 24, 25, 29.97, 30, 50 or 60");
    const cut::FrameRate near = nearest_rate(*value);
    if (std::abs(near.per_second() - *value) < .01) return near;
    if (*value != std::floor(*value))
      return usage("--fps", asked, "not a rate", "Write 24, 25, 29.97, 30, 50 or 60");
    return cut::FrameRate{static_cast<int>(*value), 1};
  }
  // What most cameras have; the first of them where none has more.
  std::map<double, int> votes;
  cut::FrameRate best{0, 1};
  for (const cut::Camera& camera : cameras) {
    if (camera.placement.pieces.empty()) continue;
    const cut::FrameRate rate = nearest_rate(camera.rate.per_second());
    if (++votes[rate.per_second()] > votes[best.per_second()]) best = rate;
  }
  return best.numerator > 0 ? best : cut::FrameRate{};
}

Result<Done> film_size(const std::string& asked, cut::Film& film) {
  if (!asked.empty()) {
    const std::size_t cross = asked.find('x');
    const auto side = [](std::string_view text) {
      const std::optional<double> value = number_of(text);
      return value && *value == std::floor(*value) && *value >= 16 && *value <= video::kLargestSide
                 ? static_cast<int>(*value) / 2 * 2
                 : 0;
    };
    film.width = cross == std::string::npos ? 0 : side(std::string_view(asked).substr(0, cross));
    film.height = film.width == 0 ? 0 : side(std::string_view(asked).substr(cross + 1));
    if (film.height == 0) return usage("--size", asked, "not a size", "Write it as 1920x1080");
    return Done{};
  }
  int upright = 0, lying = 0, largest = 0;
  for (const cut::Camera& camera : film.cameras) {
    if (camera.placement.pieces.empty()) continue;
    ++(camera.height > camera.width ? upright : lying);
    largest = std::max(largest, std::min(camera.height, camera.width));
  }
  constexpr int kHigh = 1080;
  const int low = std::clamp(largest, 90, kHigh) / 2 * 2,
            wide = static_cast<int>(std::lround(low * 8. / 9)) * 2;
  film.width = upright > lying ? low : wide;
  film.height = upright > lying ? wide : low;
  return Done{};
}

// What a file's name says of what it shows.
cut::CameraKind kind_by_name(const std::string& name) {
  std::string low;
  for (const char letter : name) low += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  const std::pair<const char*, cut::CameraKind> words[] = {
      {"hand", cut::CameraKind::hands}, {"feet", cut::CameraKind::feet}, {"foot", cut::CameraKind::feet},
      {"kick", cut::CameraKind::feet},  {"face", cut::CameraKind::face}, {"wide", cut::CameraKind::kit},
      {"kit", cut::CameraKind::kit},    {"total", cut::CameraKind::kit}};
  for (const auto& [word, kind] : words)
    if (low.find(word) != std::string::npos) return kind;
  return cut::CameraKind::other;
}

std::optional<Line> line_from_id(std::string_view id) {
  for (int i = 0; i < kLineCount; ++i)
    if (id_of(static_cast<Line>(i)) == id) return static_cast<Line>(i);
  return std::nullopt;
}

// "hands=snare,hat" -> the camera and what stands behind the sign.
Result<std::pair<std::size_t, std::string>> of_camera(const char* flag, const std::string& word,
                                                      const std::vector<std::string>& cameras,
                                                      const cut::Film& film) {
  const std::size_t equal = word.rfind('=');
  const std::string meant =
      equal == std::string::npos ? std::string() : camera_meant(word.substr(0, equal), cameras);
  std::string names;
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    const std::string& name = film.cameras[c].name;
    if (equal != std::string::npos && meant == name) return std::pair{c, word.substr(equal + 1)};
    names += (names.empty() ? "" : ", ") + name;
  }
  return usage(flag, word, "no camera is called that", "The cameras are " + names);
}

Result<Done> shows(const CutOptions& options, cut::Film& film) {
  for (const std::string& word : options.show) {
    const auto named = of_camera("--show", word, options.sync.cameras, film);
    if (!named) return named.error();
    cut::Camera& camera = film.cameras[named->first];
    for (std::string_view rest = named->second; !rest.empty();) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      if (const auto kind = cut::camera_kind_from_id(one)) {
        camera.kind = *kind;
      } else if (const auto line = line_from_id(one)) {
        camera.shows.push_back({.line = *line});
      } else {
        return usage(
            "--show", word, std::string(one) + " is nothing a camera shows",
            "Name lines (snare, hat, kick, tom, ride, crash, hat_foot) or kit, hands, feet, face, other");
      }
    }
  }
  return Done{};
}

Result<Done> shares(const CutOptions& options, const cut::Film& film, cut::Wishes& wishes) {
  for (const std::string& word : options.share) {
    const auto named = of_camera("--share", word, options.sync.cameras, film);
    if (!named) return named.error();
    std::string_view text = named->second;
    const bool percent = text.ends_with('%');
    if (percent) text.remove_suffix(1);
    const std::optional<double> value = number_of(text);
    const double share = value ? (percent ? *value / 100 : *value) : -1;
    if (!(share >= 0 && share <= 1))
      return usage("--share", word, "not a share of the film", "Write it as feet=10%");
    wishes.shares.push_back({static_cast<int>(named->first), share});
  }
  return Done{};
}

// What a file is, and its pieces cut to where it has a picture.
Result<Done> look(cut::Camera& camera, std::vector<std::string>& notes) {
  for (std::size_t f = 0; f < camera.files.size(); ++f) {
    const Result<video::VideoInfo> info = video::probe(camera.files[f], own_cage());
    if (!info) return info.error();
    if (f == 0) {
      camera.rate = info->rate;
      camera.width = info->width;
      camera.height = info->height;
      if (info->hdr)
        notes.push_back(camera.files[f] + (info->hlg ? ": HDR (HLG) made SDR" : ": HDR (PQ) made SDR"));
      if (std::abs(info->starts_s) > .2)
        notes.push_back(
            fmt::format("{}: picture and sound of this file start {:.2f} s apart; taken as the file says",
                        camera.files[f], std::abs(info->starts_s)));
    }
    camera.length_s = std::max(camera.length_s, info->length_s);
    camera.timecodes.push_back(cut::timecode_from(info->timecode, info->timecode_rate));
    const bool first = std::find(camera.files.begin(), camera.files.begin() + static_cast<std::ptrdiff_t>(f),
                                 camera.files[f]) == camera.files.begin() + static_cast<std::ptrdiff_t>(f);
    if (first && !info->timecode.empty() && !camera.timecodes.back())
      notes.push_back(fmt::format("{}: no camera counts a timecode {}; edit lists count this file from 0",
                                  camera.files[f], info->timecode));
    for (std::size_t p = 0; p < camera.placement.pieces.size(); ++p) {
      if (std::min(p, camera.files.size() - 1) != f) continue;
      cut::Piece& piece = camera.placement.pieces[p];
      piece.from_s = std::max(piece.from_s, info->starts_s);
      if (info->length_s > 0) piece.to_s = std::min(piece.to_s, info->starts_s + info->length_s);
    }
  }
  cut::tidy_pieces(camera);
  return Done{};
}

}  // namespace

std::vector<std::string> formats_of(const std::string& words) {
  std::vector<std::string> formats;
  if (words == "none" || words == kOnlyLists) return formats;
  for (std::string_view rest = words; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    formats.emplace_back(one);
  }
  return formats;
}

Result<Done> check_before_hearing(const CutOptions& options) {
  cut::Film film;
  for (const std::string& camera : options.sync.cameras)
    film.cameras.emplace_back().name = hearing::camera_name(camera);
  cut::Wishes wishes;
  if (const auto rate = film_rate(options.fps, {}); !rate) return rate.error();
  if (Result<Done> sized = film_size(options.size, film); !sized) return sized.error();
  if (Result<Done> shown = shows(options, film); !shown) return shown.error();
  if (Result<Done> shared = shares(options, film, wishes); !shared) return shared.error();
  if (const auto lists = edit::write_lists({}, formats_of(options.list), {}); !lists) return lists.error();
  for (const std::string& camera : options.sync.cameras)
    for (const std::string& file : hearing::files_of(camera))
      if (const auto info = video::probe(file, own_cage()); !info) return info.error();
  return Done{};
}

Result<Assembled> assemble(const hearing::Laid& laid, const CutOptions& options) {
  Assembled made;
  cut::Film& film = made.film;
  double first_s = 1e18, last_s = -1e18;
  for (const hearing::LaidCamera& given : laid.cameras) {
    if (given.placement.also_at_s.size() > 0 && given.placement.grade == cut::Grade::no)
      return Error{ErrorCode::unsupported, given.files.front(), "it fits in several places",
                   given.notes.empty() ? fmt::format("Choose one with --offset {}=SECONDS", given.name)
                                       : given.notes.front()};
    cut::Camera camera;
    camera.name = given.name;
    camera.files = given.files;
    camera.kind = kind_by_name(given.name);
    camera.placement = given.placement;
    // The clock is its sound; how far it stands from the drums moves its pictures alone.
    if (laid.master && static_cast<std::size_t>(*laid.master) == film.cameras.size())
      for (cut::Piece& piece : camera.placement.pieces)
        camera.picture_late_s = -std::exchange(piece.offset_s, 0);
    if (Result<Done> looked = look(camera, made.notes); !looked) return looked.error();
    for (const cut::Piece& piece : camera.placement.pieces) {
      first_s = std::min(first_s, cut::master_of(piece, piece.from_s));
      last_s = std::max(last_s, cut::master_of(piece, piece.to_s));
    }
    film.cameras.push_back(std::move(camera));
  }
  if (laid.master)
    film.sound_camera = *laid.master;
  else
    film.sound = options.sync.sound;
  film.from_s = std::max(0., first_s);
  film.to_s = std::min(last_s, laid.length_s > 0 ? laid.length_s : last_s);
  if (!(film.from_s < film.to_s))
    return Error{ErrorCode::unsupported,
                 {},
                 "no camera could be laid on the sound",
                 "Place one with --at CAMERA=SECONDS"};
  const Result<cut::FrameRate> rate = film_rate(options.fps, film.cameras);
  if (!rate) return rate.error();
  film.rate = *rate;
  if (Result<Done> sized = film_size(options.size, film); !sized) return sized.error();
  if (Result<Done> shown = shows(options, film); !shown) return shown.error();
  if (Result<Done> shared = shares(options, film, made.wishes); !shared) return shared.error();
  const std::filesystem::path named =
      options.sync.sound.empty() ? laid.cameras.front().files.front() : options.sync.sound;
  film.title = named.stem().string();
  film.style = options.style;
  film.seed = made.wishes.seed = options.seed;
  made.wishes.pan = options.pan;
  const std::optional<cut::Style> style = cut::style_from_id(options.style);
  if (!style)
    return usage("--style", options.style, "no such style", "It is clean, cover, whiplash or coach");
  made.wishes.style = *style;
  made.wishes.style.jump_cuts = options.jump_cuts;
  if (!options.tension.empty()) {
    Result<std::vector<cut::TensionPoint>> tension = tension_asked(options.tension);
    if (!tension) return tension.error();
    film.tension = std::move(*tension);
  }
  if (options.length_s) {
    made.wishes.style.length_s = *options.length_s;
    made.wishes.style.least_s = std::min(made.wishes.style.least_s, *options.length_s / 2);
    made.wishes.style.most_s = std::max(made.wishes.style.most_s, *options.length_s * 2);
  }
  return made;
}

}  // namespace firstchair::cli
