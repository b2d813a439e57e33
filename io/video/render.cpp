#include "io/video/render.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>

#include "io/video/burner.h"
#include "io/video/caged.h"
#include "io/video/encoder.h"
#include "io/video/film_sound.h"
#include "io/video/slow_sound.h"
#include "io/video/unchanged.h"

namespace firstchair::video {
namespace {

constexpr int kDraftWidth = 640;
constexpr double kBitsAPixel = .1;         // H.264 at the quality that is written, of a picture with noise
constexpr double kSoundBytes = 256e3 / 8;  // a second

Result<Done> check_room(const std::string& path, double needed) {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::absolute(path, failed).parent_path();
  const std::filesystem::space_info space = std::filesystem::space(folder, failed);
  if (failed || static_cast<double>(space.available) >= needed) return Done{};
  const auto size = [](double bytes) {
    const double mega = bytes / 1e6;
    std::string text = std::to_string(std::lround(mega < 1000 ? mega : mega / 100));
    if (mega >= 1000) text.insert(text.size() - 1, ".");
    return text + (mega < 1000 ? " MB" : " GB");
  };
  return Error{ErrorCode::unwritable, path,
               "about " + size(needed) + " are needed and " + size(static_cast<double>(space.available)) +
                   " are free in " + folder.string(),
               "Make room, choose another --out, or a smaller --size"};
}

std::vector<Chapter> chapters_of(const cut::Film& film, double speed) {
  std::vector<Chapter> chapters;
  const auto begin = [&](double at_s) {
    const double film_s = (at_s - film.from_s) / speed;
    if (!chapters.empty()) chapters.back().to_s = film_s;
    chapters.push_back({film_s, (film.to_s - film.from_s) / speed,
                        chapters.empty() ? "start" : "phrase " + std::to_string(chapters.size())});
  };
  for (const double phrase_s : film.phrases_s) {
    if (phrase_s < film.from_s || phrase_s >= film.to_s) continue;
    if (chapters.empty() && phrase_s > film.from_s) begin(film.from_s);
    begin(phrase_s);
  }
  return chapters;
}

// Sound as far as the pictures are.
struct Sounding {
  std::optional<FilmSound> sound;
  std::optional<SlowSound> slow = {};
  std::int64_t frames = 0;
  Result<Done> reach(double film_s, Encoder& into) {
    if (!sound) return Done{};
    const auto all = static_cast<std::int64_t>(std::llround(film_s * sound->rate()));
    if (all <= frames) return Done{};
    const std::vector<float> samples = next(static_cast<std::size_t>(all - frames));
    frames = all;
    return into.sound(samples);
  }
  std::vector<float> next(std::size_t wanted) {
    if (!slow) return sound->next(wanted);
    constexpr std::size_t kBlock = 4096;
    std::vector<float> samples;
    while (samples.size() < 2 * wanted) {
      const std::vector<float> some = slow->take(wanted - samples.size() / 2);
      samples.insert(samples.end(), some.begin(), some.end());
      if (samples.size() < 2 * wanted) slow->push(sound->next(kBlock));
    }
    return samples;
  }
};

// A camera is opened when it is first seen and closed after its last picture.
class Sources {
 public:
  Sources(const cut::Film& film, const RenderConfig& config, PicturePlan plan, int width, int height)
      : film_(film), config_(config), plan_(std::move(plan)), width_(width), height_(height) {
    for (const PicturePlan::Source& source : plan_.sources) left_.push_back(source.wishes.size());
    open_.resize(plan_.sources.size());
    black_ = black(width, height);
  }
  std::size_t pictures() const { return plan_.source.size(); }

  // A file that is not there is told before anything is rendered, and one that is changed meanwhile at the
  // end.
  Result<Done> look_at_files() {
    for (const PicturePlan::Source& source : plan_.sources) {
      const std::string& name = film_.cameras[source.camera].files[source.file];
      if (Result<Done> there = unchanged_.look_at(path_of(name, config_.folder)); !there) return there;
    }
    return Done{};
  }
  Result<Done> unchanged() const { return unchanged_.all(); }

  Result<Done> picture(std::size_t k, std::span<std::uint8_t> into) {
    if (plan_.source[k] < 0) {
      std::ranges::copy(black_.bytes, into.begin());
      return Done{};
    }
    const auto s = static_cast<std::size_t>(plan_.source[k]);
    if (!open_[s])
      if (Result<Done> opened = open(s); !opened) return opened;
    if (Result<double> began = open_[s]->next(into); !began) return began.error();
    if (--left_[s] == 0) open_[s].reset();
    return Done{};
  }

 private:
  Result<Done> open(std::size_t s) {
    PicturePlan::Source& source = plan_.sources[s];
    const std::string& name = film_.cameras[source.camera].files[source.file];
    Result<Pictures> pictures =
        Pictures::open(path_of(name, config_.folder),
                       {width_, height_, config_.fit, std::move(source.wishes)}, config_.cage);
    if (!pictures) return pictures.error();
    open_[s].emplace(std::move(*pictures));
    return Done{};
  }

  const cut::Film& film_;
  const RenderConfig& config_;
  PicturePlan plan_;
  int width_, height_;
  std::vector<std::size_t> left_;
  std::vector<std::optional<Pictures>> open_;
  Picture black_;
  Unchanged unchanged_;
};

}  // namespace

double film_bytes(int width, int height, double pictures_a_second, double seconds) {
  return seconds * (kBitsAPixel / 8 * static_cast<double>(width) * height * pictures_a_second + kSoundBytes);
}

Result<Rendered> render(const cut::Film& film, const RenderConfig& config) {
  Rendered done;
  done.width = film.width / 2 * 2;
  done.height = film.height / 2 * 2;
  if (config.draft && done.width > kDraftWidth) {
    done.height =
        static_cast<int>(std::lround(static_cast<double>(film.height) * kDraftWidth / film.width / 2)) * 2;
    done.width = kDraftWidth;
  }
  if (Result<Done> room = check_room(config.path, film_bytes(done.width, done.height, film.rate.per_second(),
                                                             (film.to_s - film.from_s) / config.speed));
      !room)
    return room.error();
  Sources sources(film, config, plan_pictures(film, config.speed), done.width, done.height);
  const std::size_t all = sources.pictures();
  if (all == 0 || film.shots.empty()) return Error{ErrorCode::usage, config.path, "the film has no shot", {}};
  if (Result<Done> there = sources.look_at_files(); !there) return there.error();
  Result<std::optional<FilmSound>> sound = FilmSound::open(film, config.folder, config.cage);
  if (!sound) return sound.error();
  Sounding sounding{std::move(*sound)};
  if (sounding.sound && config.speed < 1) sounding.slow.emplace(sounding.sound->rate(), config.speed);
  std::optional<Burner> burner;
  if (!config.script.empty()) {
    Result<Burner> made = Burner::make(config.script, done.width, done.height, film.rate);
    if (!made) return made.error();
    burner.emplace(std::move(*made));
  }
  EncoderConfig how{.path = config.path,
                    .force = config.force,
                    .width = done.width,
                    .height = done.height,
                    .rate = film.rate,
                    .sound_rate = sounding.sound ? sounding.sound->rate() : 0,
                    .draft = config.draft,
                    .encoder = config.encoder,
                    .title = film.title,
                    .chapters = chapters_of(film, config.speed)};
  Result<Encoder> encoder = Encoder::make(how);
  if (!encoder) return encoder.error();
  std::vector<std::uint8_t> picture(picture_bytes(done.width, done.height));
  std::chrono::steady_clock::time_point next_told{};
  const double rate = film.rate.per_second();
  for (std::size_t k = 0; k < all; ++k) {
    if (Result<Done> got = sources.picture(k, picture); !got) return got.error();
    const auto number = static_cast<std::int64_t>(k);
    if (burner && !burner->draw(number, picture))
      return Error{ErrorCode::unsupported, config.path, "numbers cannot be drawn into pictures", {}};
    if (config.draw && !config.draw(number, picture))
      return Error{ErrorCode::usage, config.path, "it was ended", {}};
    if (Result<Done> put = encoder->picture(picture); !put) return put.error();
    if (Result<Done> put = sounding.reach(static_cast<double>(k + 1) / rate, *encoder); !put)
      return put.error();
    if (const auto now = std::chrono::steady_clock::now();
        config.told && (now >= next_told || k + 1 == all)) {
      next_told = now + std::chrono::milliseconds(100);
      if (!config.told(number + 1, static_cast<std::int64_t>(all)))
        return Error{ErrorCode::usage, config.path, "it was ended", {}};
    }
  }
  if (Result<Done> same = sources.unchanged(); !same) return same.error();
  if (Result<Done> placed = encoder->finish(); !placed) return placed.error();
  done.pictures = static_cast<std::int64_t>(all);
  done.seconds = static_cast<double>(all) / rate;
  done.encoder = encoder->picture_encoder();
  done.sound = sounding.sound.has_value();
  return done;
}

}  // namespace firstchair::video
