#include "apps/cli/cut/burn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "engine/cut/form.h"
#include "engine/judge/bar_judge.h"
#include "engine/judge/take_bars.h"
#include "io/files/files.h"
#include "report/text/burn_head.h"
#include "report/text/burn_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kSpeeds[] = {50, 25};              // % of the speed
constexpr std::size_t kMostScript = 256u << 20;  // bytes
constexpr double kSameTime_s = .001;
constexpr double kHold_s = .5;  // at the worst stroke of a slow bar

// A stretch of a film, with the shots that are seen in it.
cut::Film stretch_of(const cut::Film& film, double from_s, double to_s) {
  cut::Film part = film;
  part.from_s = std::max(from_s, film.from_s);
  part.to_s = std::min(to_s, film.to_s);
  part.shots.clear();
  part.phrases_s.clear();
  for (cut::Shot shot : film.shots) {
    shot.from_s = std::max(shot.from_s, part.from_s);
    shot.to_s = std::min(shot.to_s, part.to_s);
    if (shot.from_s < shot.to_s) part.shots.push_back(std::move(shot));
  }
  return part;
}

struct Worst {
  std::size_t bar = 0;  // index into the form's
  double outside_ms = 0;
};

std::vector<Worst> worst_of(const cut::Film& film, const cut::Form& form,
                            const std::vector<BarVerdict>& verdicts) {
  std::vector<Worst> worst;
  for (std::size_t b = 0; b < form.bars.size(); ++b)
    if (verdicts[b].fault == BarFault::lean && form.bars[b].start_s >= film.from_s &&
        form.bars[b].end_s <= film.to_s)
      worst.push_back({b, judge::outside_ms(verdicts[b])});
  std::ranges::stable_sort(worst, std::ranges::greater{}, &Worst::outside_ms);
  return worst;
}

// A film that stands beside its script, of the cuts as they are now; nothing: there is no script that says
// which part it is of.
std::optional<BurntFilm> burnt_before(const cut::Film& film, const fs::path& path) {
  const auto bytes = io::read_file(fs::path(path).replace_extension(".ass").string(), kMostScript);
  if (!bytes) return std::nullopt;
  const std::string script(bytes->begin(), bytes->end());
  const std::optional<report::BurnHead> head = report::read_burn_head(script);
  if (!head) return std::nullopt;
  cut::Film part = stretch_of(film, head->from_s, head->to_s);
  // The numbers stand at the script's times, which count from its first picture.
  if (part.shots.empty() || std::abs(part.from_s - head->from_s) > kSameTime_s) return std::nullopt;
  return BurntFilm{std::move(part),
                   path.string(),
                   {.script = script,
                    .pace = head->pace,
                    .clicks = head->clicks,
                    .made_up = head->made_up,
                    .said = "written anew, with its numbers"}};
}

Result<Done> render_burnt(const BurntFilm& burnt, bool force, const RenderOptions& options,
                          RenderWork& work) {
  return render_told(burnt.film, burnt.path, force, options, work, burnt.overlay);
}

// Where a slow bar is held: at the first picture that its camera took after the stroke.
double hold_at(const cut::Film& film, const Take& take, int stroke) {
  const Match& match = take.alignment.matches[static_cast<std::size_t>(stroke)];
  const double at_s =
      static_cast<double>(take.hits[static_cast<std::size_t>(match.hit)].frame) / take.source.rate;
  const auto shot = std::ranges::find_if(
      film.shots, [&](const cut::Shot& one) { return one.from_s <= at_s && at_s < one.to_s; });
  const bool seen = shot != film.shots.end() && shot->camera >= 0 && shot->camera < std::ssize(film.cameras);
  const double rate =
      seen ? film.cameras[static_cast<std::size_t>(shot->camera)].rate.per_second() : film.rate.per_second();
  return at_s + 1 / std::max(rate, 1.);
}

RenderWork work_of(const std::vector<BurntFilm>& films) {
  double seconds = 0;
  for (const BurntFilm& film : films) seconds += film.seconds();
  return RenderWork::of(static_cast<int>(films.size()), seconds);
}

}  // namespace

Result<std::vector<std::string>> burn_again(const cut::Film& film, const std::string& folder,
                                            const RenderOptions& options) {
  std::vector<std::string> left;
  std::vector<fs::path> films;
  std::error_code failed;
  if (fs::is_regular_file(fs::path(folder) / "burn.mp4", failed))
    films.push_back(fs::path(folder) / "burn.mp4");
  std::vector<fs::path> clips;
  for (fs::directory_iterator at(fs::path(folder) / "clips", failed), end; !failed && at != end;
       at.increment(failed))
    if (at->path().extension() == ".mp4" && at->is_regular_file(failed)) clips.push_back(at->path());
  std::ranges::sort(clips);
  films.insert(films.end(), clips.begin(), clips.end());
  std::vector<BurntFilm> burnt;
  for (const fs::path& path : films) {
    if (std::optional<BurntFilm> one = burnt_before(film, path)) {
      burnt.push_back(std::move(*one));
      continue;
    }
    const std::string name = path.filename() == "burn.mp4" ? "burn.mp4" : "clips";
    if (left.empty() || left.back() != name) left.push_back(name);
  }
  RenderWork work = work_of(burnt);
  for (const BurntFilm& one : burnt)
    if (Result<Done> done = render_burnt(one, true, options, work); !done) return done.error();
  return left;
}

Burnt plan_burnt(const cut::Film& film, const Take& take, const CutOptions& options) {
  Burnt burnt;
  const cut::Form form = cut::form_of(take);
  std::vector<judge::BarTime> times;
  for (const cut::FormBar& bar : form.bars)
    times.push_back({bar.number, bar.start_s * take.source.rate, bar.end_s * take.source.rate});
  const std::vector<BarVerdict> verdicts = judge::judge_bars(take, times);
  const fs::path out = options.sync.out;
  const auto add = [&](const cut::Film& shown, const fs::path& path, report::BurnConfig how,
                       std::string said) {
    how.width = shown.width / 2 * 2;
    how.height = shown.height / 2 * 2;
    how.from_s = shown.from_s;
    how.to_s = shown.to_s;
    burnt.films.push_back({shown,
                           path.string(),
                           {.script = report::burn_script(take, form, verdicts, how),
                            .pace = how.pace,
                            .clicks = how.clicks,
                            .made_up = how.made_up,
                            .said = std::move(said)}});
  };
  if (options.burn)
    add(film, out / "burn.mp4", {.only_worst = options.burn_what == "only-worst"},
        "the film with its numbers");
  if (options.clips <= 0) return burnt;
  const std::vector<Worst> worst = worst_of(film, form, verdicts);
  const std::size_t wanted = std::min(worst.size(), static_cast<std::size_t>(options.clips));
  if (form.bars.empty())
    burnt.note = "No bar line is sure enough: no bar is slowed down.\n";
  else if (wanted < static_cast<std::size_t>(options.clips))
    burnt.note = fmt::format("{} of {} bars lie outside ±{:.0f} ms for certain.\n", worst.size(),
                             form.bars.size(), judge::kBarLeanBandMs);
  for (std::size_t k = 0; k < wanted; ++k) {
    const std::size_t b = worst[k].bar;
    // With the bar before and the one after.
    const cut::Film part = stretch_of(film, form.bars[b - (b > 0 ? 1 : 0)].start_s,
                                      form.bars[std::min(b + 1, form.bars.size() - 1)].end_s);
    const int stroke = judge::worst_stroke(take, times[b], verdicts[b]);
    for (const int percent : kSpeeds) {
      report::BurnConfig how{
          .pace = {.speed = percent / 100.}, .clicks = options.clip_click, .made_up = options.clip_smooth};
      if (const double at_s = stroke < 0 ? part.to_s : hold_at(part, take, stroke);
          at_s > part.from_s && at_s < part.to_s) {
        how.held_stroke = stroke;
        how.pace.hold_at_s = at_s;
        how.pace.hold_s = kHold_s;
      }
      add(part, out / "clips" / fmt::format("bar-{}-{}.mp4", form.bars[b].number, percent), how,
          fmt::format("{}, at {} % of the speed", report::bar_words(verdicts[b]), percent));
    }
  }
  return burnt;
}

Result<Done> write_burnt(const Burnt& burnt, const CutOptions& options, RenderWork& work) {
  fmt::print("{}", burnt.note);
  for (const BurntFilm& one : burnt.films) {
    const fs::path path = one.path, folder = path.parent_path();
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
      return Error{ErrorCode::unwritable, folder.string(), "cannot be made (" + failed.message() + ")",
                   "Choose another --out"};
    if (Result<Done> written = io::write_file(fs::path(path).replace_extension(".ass").string(),
                                              one.overlay.script, options.sync.force);
        !written)
      return written;
    if (Result<Done> done = render_burnt(one, options.sync.force, options.render, work); !done) return done;
  }
  return Done{};
}

}  // namespace firstchair::cli
