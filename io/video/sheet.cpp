#include "io/video/sheet.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "io/video/caged.h"
#include "io/video/film_sound.h"
#include "io/video/render.h"

namespace firstchair::video {
namespace {

constexpr Rgb kGround{24, 26, 30}, kDim{52, 56, 64}, kWords{214, 218, 226}, kWave{112, 128, 150},
    kTension{66, 74, 98};
constexpr int kWidth = 1600, kLeft = 70, kTop = 44, kRow = 172, kThumbHeight = 72, kStrip = 8;
constexpr int kLegendAt = 360, kLegends = 5, kLegend = 28, kLetters = 24;  // cameras of a row, a row's height
constexpr int kWaveAt = 0, kWaveHeight = 36, kStrokesAt = 40, kStrokesHeight = 38, kShotsAt = 82;
constexpr double kRowSeconds = 20;
constexpr int kMostRows = 24;

Rgb line_colour(Line line) {
  constexpr Rgb kColours[kLineCount] = {{235, 110, 90},  {240, 200, 90},  {120, 190, 235}, {90, 140, 180},
                                        {150, 210, 130}, {190, 160, 235}, {245, 245, 245}, {200, 200, 200}};
  return kColours[static_cast<std::size_t>(line)];
}

double tension_at(const cut::Film& film, double at_s) {
  if (film.tension.empty()) return 0;
  const auto after = std::ranges::upper_bound(film.tension, at_s, {}, &cut::TensionPoint::at_s);
  if (after == film.tension.begin()) return after->tension;
  const cut::TensionPoint& before = *(after - 1);
  if (after == film.tension.end() || !(after->at_s > before.at_s)) return before.tension;
  return std::lerp(before.tension, after->tension, (at_s - before.at_s) / (after->at_s - before.at_s));
}

class Sheet {
 public:
  Sheet(const cut::Film& film, const SheetConfig& config)
      : film_(film),
        config_(config),
        rows_(std::clamp(static_cast<int>(std::ceil((film.to_s - film.from_s) / kRowSeconds)), 1, kMostRows)),
        row_s_(std::max(kRowSeconds, (film.to_s - film.from_s) / rows_)),
        top_(kTop + std::max(0, (static_cast<int>(film.cameras.size()) - 1) / kLegends) * kLegend),
        canvas_(kWidth, top_ + rows_ * kRow, kGround) {}

  Result<Done> make() {
    legend();
    if (Result<Done> drawn = wave(); !drawn) return drawn;
    tension_and_strokes();
    if (Result<Done> drawn = shots(); !drawn) return drawn;
    return canvas_.write_png(config_.path, config_.force);
  }

 private:
  struct Place {
    int x = 0, y = 0;
  };
  double pixels_a_second() const { return (kWidth - kLeft - 10) / row_s_; }
  Place place(double at_s) const {
    const double since = std::max(0., at_s - film_.from_s);
    const int row = std::min(rows_ - 1, static_cast<int>(since / row_s_));
    return {kLeft + static_cast<int>((since - row * row_s_) * pixels_a_second()), top_ + row * kRow};
  }

  void legend() {
    const int slot = (kWidth - kLegendAt - 10) / kLegends;
    canvas_.words(10, 10, kLegendAt - 30, kLetters, film_.title, kWords);
    for (int c = 0; c < std::ssize(film_.cameras); ++c) {
      const int x = kLegendAt + c % kLegends * slot, y = 10 + c / kLegends * kLegend;
      canvas_.fill(x, y + 3, 18, 18, camera_colour(c));
      canvas_.words(x + 26, y, slot - 40, kLetters, film_.cameras[static_cast<std::size_t>(c)].name, kWords);
    }
    for (int row = 0; row < rows_; ++row) {
      const auto whole = static_cast<long>(row * row_s_);
      const std::string second = std::to_string(whole % 60);
      canvas_.words(8, top_ + row * kRow, kLeft - 12, kLetters,
                    std::to_string(whole / 60) + ":" + (second.size() < 2 ? "0" : "") + second, kWords);
    }
  }

  Result<Done> wave() {
    Result<std::optional<FilmSound>> opened =
        FilmSound::open(film_, config_.folder, SoundCodec::aac, config_.cage);
    if (!opened) return opened.error();
    if (!*opened) return Done{};
    FilmSound& sound = **opened;
    const double column_s = 1 / pixels_a_second();
    const auto columns = static_cast<std::size_t>((film_.to_s - film_.from_s) / column_s);
    const auto frames = static_cast<std::size_t>(sound.rate() * column_s);
    std::vector<float> peaks;
    double done = 0;
    for (std::size_t k = 0; k < columns; ++k) {
      done += sound.rate() * column_s - static_cast<double>(frames);
      const std::size_t more = done >= 1 ? 1 : 0;
      done -= static_cast<double>(more);
      float peak = 0;
      for (const float sample : sound.next(frames + more)) peak = std::max(peak, std::abs(sample));
      peaks.push_back(peak);
    }
    const float loudest = peaks.empty() ? 1 : std::max(1e-6f, *std::ranges::max_element(peaks));
    for (std::size_t k = 0; k < peaks.size(); ++k) {
      const Place at = place(film_.from_s + (static_cast<double>(k) + .5) * column_s);
      const int high = std::max(1, static_cast<int>(kWaveHeight * peaks[k] / loudest));
      canvas_.fill(at.x, at.y + kWaveAt + (kWaveHeight - high) / 2, 1, high, kWave);
    }
    return Done{};
  }

  void tension_and_strokes() {
    const double column_s = 1 / pixels_a_second();
    for (double s = film_.from_s; s < film_.to_s; s += column_s) {
      const Place at = place(s);
      const int high = static_cast<int>(kStrokesHeight * std::clamp(tension_at(film_, s), 0., 1.));
      canvas_.fill(at.x, at.y + kStrokesAt + kStrokesHeight - high, 1, high, kTension);
    }
    // Of strokes at one time the drum stands before the cymbal.
    std::vector<cut::Mark> marks = film_.marks;
    const auto before = [](const cut::Mark& mark) {
      return mark.line == Line::kick || mark.line == Line::snare;
    };
    std::ranges::stable_partition(marks, [&](const cut::Mark& mark) { return !before(mark); });
    for (const cut::Mark& mark : marks) {
      if (mark.at_s < film_.from_s || mark.at_s >= film_.to_s) continue;
      const Place at = place(mark.at_s);
      const int high = 3 + static_cast<int>((kStrokesHeight - 3) * std::clamp(mark.strength, 0., 1.));
      canvas_.fill(at.x, at.y + kStrokesAt + kStrokesHeight - high, 2, high, line_colour(mark.line));
    }
  }

  // The first picture of every shot that is wide enough for one, a source at a time.
  Result<Done> shots() {
    if (film_.shots.empty()) return Error{ErrorCode::usage, config_.path, "the film has no shot", {}};
    const int thumb =
        static_cast<int>(std::lround(kThumbHeight * static_cast<double>(film_.width) / film_.height / 2)) * 2;
    std::map<std::pair<int, std::string>, std::pair<std::vector<Wish>, std::vector<const cut::Shot*>>> wanted;
    for (const cut::Shot& shot : film_.shots) {
      strip(shot);
      const double seen_s = std::min(shot.from_s + .5 / film_.rate.per_second(), shot.to_s);
      if (shot.camera < 0 || shot.camera >= std::ssize(film_.cameras)) continue;
      const cut::Camera& camera = film_.cameras[static_cast<std::size_t>(shot.camera)];
      const cut::Piece* piece = cut::piece_at(camera.placement, seen_s);
      if (piece == nullptr || camera.files.empty()) continue;
      const auto file =
          std::min(static_cast<std::size_t>(piece - camera.placement.pieces.data()), camera.files.size() - 1);
      auto& [wishes, of] = wanted[{shot.camera, camera.files[file]}];
      wishes.push_back({.at_s = cut::camera_of(*piece, seen_s) + camera.picture_late_s});
      of.push_back(&shot);
    }
    Picture picture = black(thumb, kThumbHeight);
    for (auto& [source, what] : wanted) {
      Result<Pictures> pictures = Pictures::open(path_of(source.second, config_.folder),
                                                 {thumb, kThumbHeight, Fit::usual, what.first}, config_.cage);
      if (!pictures) return pictures.error();
      for (const cut::Shot* shot : what.second) {
        if (Result<double> got = pictures->next(picture.bytes); !got) return got.error();
        const Place at = place(shot->from_s);
        const int room = static_cast<int>((shot->to_s - shot->from_s) * pixels_a_second()) - 2;
        canvas_.picture(at.x + 1, at.y + kShotsAt + kStrip, picture, std::min(room, kWidth - 10 - at.x));
      }
    }
    return Done{};
  }

  void strip(const cut::Shot& shot) {
    const double column_s = 1 / pixels_a_second();
    for (double s = shot.from_s; s < shot.to_s; s += column_s) {
      const Place at = place(s);
      canvas_.fill(at.x, at.y + kShotsAt, 1, kStrip, camera_colour(shot.camera));
      canvas_.fill(at.x, at.y + kShotsAt + kStrip, 1, kThumbHeight, kDim);
    }
    const Place at = place(shot.from_s);
    canvas_.fill(at.x, at.y + kShotsAt - 4, 1, kStrip + kThumbHeight + 4, kWords);
  }

  const cut::Film& film_;
  const SheetConfig& config_;
  int rows_;
  double row_s_;
  int top_;
  Canvas canvas_;
};

}  // namespace

Rgb camera_colour(int camera) {
  // Told apart without colour vision, too (Okabe & Ito 2008); black is nobody's.
  constexpr Rgb kColours[] = {{230, 159, 0}, {86, 180, 233}, {0, 158, 115},  {240, 228, 66},
                              {0, 114, 178}, {213, 94, 0},   {204, 121, 167}};
  if (camera < 0) return {0, 0, 0};
  return kColours[static_cast<std::size_t>(camera) % std::size(kColours)];
}

Result<Done> write_sheet(const cut::Film& film, const SheetConfig& config) {
  return Sheet(film, config).make();
}

}  // namespace firstchair::video
