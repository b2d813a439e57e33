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
#include "io/video/made_up.h"
#include "io/video/paced_sound.h"
#include "io/video/proxy.h"
#include "io/video/unchanged.h"

namespace firstchair::video {
namespace {

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

std::vector<Chapter> chapters_of(const cut::Film& film, const cut::Pace& pace) {
  std::vector<Chapter> chapters;
  const auto begin = [&](double at_s) {
    const double film_s = cut::film_time(pace, film.from_s, at_s);
    if (!chapters.empty()) chapters.back().to_s = film_s;
    chapters.push_back({film_s, cut::film_length(pace, film.from_s, film.to_s),
                        chapters.empty() ? "start" : "phrase " + std::to_string(chapters.size())});
  };
  for (const double phrase_s : film.phrases_s) {
    if (phrase_s < film.from_s || phrase_s >= film.to_s) continue;
    if (chapters.empty() && phrase_s > film.from_s) begin(film.from_s);
    begin(phrase_s);
  }
  return chapters;
}

// Sound as far as the pictures are: the Film's, or what stands instead of it.
struct Sounding {
  std::optional<PacedSound> sound;
  std::function<void(std::int64_t, std::span<float>)> instead;
  std::int64_t frames = 0;

  double rate() const { return instead ? kSoundInstead : sound ? sound->rate() : 0; }
  Result<Done> reach(double film_s, Encoder& into) {
    const auto all = static_cast<std::int64_t>(std::llround(film_s * rate()));
    if (all <= frames) return Done{};
    const auto wanted = static_cast<std::size_t>(all - frames);
    std::vector<float> samples;
    if (instead) {
      samples.resize(2 * wanted);
      instead(frames, samples);
    } else {
      samples = sound->next(wanted);
    }
    frames = all;
    return into.sound(samples);
  }
};

// A camera is opened when it is first seen and closed after its last picture.
class Sources {
 public:
  Sources(const cut::Film& film, const RenderConfig& config, PicturePlan plan, int width, int height)
      : film_(film), config_(config), plan_(std::move(plan)), width_(width), height_(height) {
    for (const PicturePlan::Source& source : plan_.sources) left_.push_back(source.wishes.size());
    open_.resize(plan_.sources.size());
    later_.resize(plan_.sources.size());
    black_ = black(width, height);
  }
  std::size_t pictures() const { return plan_.source.size(); }
  const PicturePlan& plan() const { return plan_; }

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

  // Returns by how much later than when the picture began it is shown, in the camera's time.
  Result<double> picture(std::size_t k, std::span<std::uint8_t> into) {
    if (plan_.source[k] < 0) {
      std::ranges::copy(black_.bytes, into.begin());
      return 0.;
    }
    const auto s = static_cast<std::size_t>(plan_.source[k]);
    if (!open_[s])
      if (Result<Done> opened = open(s); !opened) return opened.error();
    const Result<double> began = open_[s]->next(into);
    if (!began) return began.error();
    if (--left_[s] == 0) open_[s].reset();
    return plan_.at_s[k] - later_[s] - *began;
  }

 private:
  Result<Done> open(std::size_t s) {
    PicturePlan::Source& source = plan_.sources[s];
    const std::string& name = film_.cameras[source.camera].files[source.file];
    std::string path = path_of(name, config_.folder);
    if (const auto proxy = std::ranges::find(config_.proxies, name, &Proxy::of);
        proxy != config_.proxies.end()) {
      path = proxy->path;
      later_[s] = proxy->later_s;
      for (Wish& wish : source.wishes) wish.at_s -= proxy->later_s;
    }
    Result<Pictures> pictures =
        Pictures::open(path, {width_, height_, config_.fit, std::move(source.wishes)}, config_.cage);
    if (!pictures) return pictures.error();
    open_[s].emplace(std::move(*pictures));
    return Done{};
  }

  const cut::Film& film_;
  const RenderConfig& config_;
  PicturePlan plan_;
  int width_, height_;
  std::vector<std::size_t> left_;
  std::vector<double> later_;  // than its own time the camera's is, where a proxy is read
  std::vector<std::optional<Pictures>> open_;
  Picture black_;
  Unchanged unchanged_;
};

// Every picture as the camera has it: one that is shown for longer comes again.
Result<Done> give_each(Sources& sources, std::size_t bytes, const MadeUp::Give& give) {
  std::vector<std::uint8_t> picture(bytes);
  for (std::size_t k = 0; k < sources.pictures(); ++k) {
    if (Result<double> got = sources.picture(k, picture); !got) return got.error();
    if (Result<Done> given = give(picture); !given) return given;
  }
  return Done{};
}

// Between two pictures of the camera's, others are made up; not over a cut, and not while the film is held.
Result<Done> give_made_up(Sources& sources, MadeUp& made_up, double rate, std::size_t bytes,
                          const MadeUp::Give& give) {
  std::vector<std::uint8_t> picture(bytes);
  const PicturePlan& plan = sources.plan();
  for (std::size_t k = 0, end = 0; k < sources.pictures(); k = end) {
    while (end < sources.pictures() && plan.stretch[end] == plan.stretch[k]) ++end;
    made_up.begin(end - k);
    // How much film time a second of the camera's takes.
    const double step = end - k > 1 ? plan.at_s[k + 1] - plan.at_s[k] : 0,
                 slower = step > 0 ? 1 / rate / step : 0;
    double before_s = 0;
    for (std::size_t i = k; i < end; ++i) {
      const Result<double> since = sources.picture(i, picture);
      if (!since) return since.error();
      const double began_s = plan.at_s[i] - *since;
      if (i > k && (began_s == before_s || plan.source[i] < 0)) continue;
      before_s = began_s;
      if (Result<Done> put = made_up.put(picture, (began_s - plan.at_s[k]) * slower, give); !put) return put;
    }
    if (Result<Done> ended = made_up.end(give); !ended) return ended;
  }
  return Done{};
}

}  // namespace

double film_bytes(int width, int height, double pictures_a_second, double seconds) {
  return seconds * (kBitsAPixel / 8 * static_cast<double>(width) * height * pictures_a_second + kSoundBytes);
}

Result<Rendered> render(const cut::Film& film, const RenderConfig& config) {
  Rendered done;
  done.width = film.width / 2 * 2;
  done.height = film.height / 2 * 2;
  if (const int longer = std::max(done.width, done.height); config.draft && longer > kDraftSide) {
    const auto side = [&](int of) {
      return std::max(16,
                      static_cast<int>(std::lround(static_cast<double>(of) * kDraftSide / longer / 2)) * 2);
    };
    done.width = side(film.width);
    done.height = side(film.height);
  }
  if (Result<Done> room =
          check_room(config.path, film_bytes(done.width, done.height, film.rate.per_second(),
                                             cut::film_length(config.pace, film.from_s, film.to_s)));
      !room)
    return room.error();
  Sources sources(film, config, plan_pictures(film, config.pace), done.width, done.height);
  const std::size_t all = sources.pictures();
  if (all == 0 || film.shots.empty()) return Error{ErrorCode::usage, config.path, "the film has no shot", {}};
  if (Result<Done> there = sources.look_at_files(); !there) return there.error();
  Sounding sounding{.sound = {}, .instead = config.sound_instead};
  if (!sounding.instead) {
    Result<std::optional<FilmSound>> sound =
        FilmSound::open(film, config.folder, config.sound_codec, config.cage);
    if (!sound) return sound.error();
    if (*sound) sounding.sound.emplace(std::move(**sound), config.pace, film.from_s);
  }
  std::optional<Burner> burner;
  if (!config.script.empty()) {
    Result<Burner> made = Burner::make(config.script, done.width, done.height, film.rate);
    if (!made) return made.error();
    burner.emplace(std::move(*made));
  }
  std::optional<MadeUp> made_up;
  if (config.made_up) {
    Result<MadeUp> made = MadeUp::make(done.width, done.height, film.rate);
    if (!made) return made.error();
    made_up.emplace(std::move(*made));
  }
  EncoderConfig how{.path = config.path,
                    .force = config.force,
                    .width = done.width,
                    .height = done.height,
                    .rate = film.rate,
                    .sound_rate = sounding.rate(),
                    .sound_codec = config.sound_codec,
                    .sound_bits = sounding.sound ? sounding.sound->bits() : 16,
                    .draft = config.draft,
                    .encoder = config.encoder,
                    .title = film.title,
                    .chapters = chapters_of(film, config.pace)};
  Result<Encoder> encoder = Encoder::make(how);
  if (!encoder) return encoder.error();
  std::chrono::steady_clock::time_point next_told{};
  const double rate = film.rate.per_second();
  std::int64_t number = 0;
  const MadeUp::Give give = [&](std::span<std::uint8_t> picture) -> Result<Done> {
    if (burner && !burner->draw(number, picture))
      return Error{ErrorCode::unsupported, config.path, "numbers cannot be drawn into pictures", {}};
    if (config.draw && !config.draw(number, picture))
      return Error{ErrorCode::usage, config.path, "it was ended", {}};
    if (Result<Done> put = encoder->picture(picture); !put) return put;
    ++number;
    if (Result<Done> put = sounding.reach(static_cast<double>(number) / rate, *encoder); !put) return put;
    const auto now = std::chrono::steady_clock::now();
    const bool last = number == static_cast<std::int64_t>(all);
    if (!config.told || (now < next_told && !last)) return Done{};
    next_told = now + std::chrono::milliseconds(100);
    if (config.told(number, static_cast<std::int64_t>(all))) return Done{};
    return Error{ErrorCode::usage, config.path, "it was ended", {}};
  };
  if (Result<Done> given =
          made_up ? give_made_up(sources, *made_up, rate, picture_bytes(done.width, done.height), give)
                  : give_each(sources, picture_bytes(done.width, done.height), give);
      !given)
    return given.error();
  if (Result<Done> same = sources.unchanged(); !same) return same.error();
  if (Result<Done> placed = encoder->finish(); !placed) return placed.error();
  done.pictures = static_cast<std::int64_t>(all);
  done.seconds = static_cast<double>(all) / rate;
  done.encoder = encoder->picture_encoder();
  done.refused_encoder = encoder->refused_encoder();
  done.sound = sounding.rate() > 0;
  return done;
}

}  // namespace firstchair::video
