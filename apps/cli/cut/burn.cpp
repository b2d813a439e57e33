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

// Writes a script, and the film that it is drawn into.
Result<Done> burn(const cut::Film& film, const std::string& path, const std::string& script, double speed,
                  const std::string& said, bool force, const RenderOptions& options) {
  if (Result<Done> written = io::write_file(fs::path(path).replace_extension(".ass").string(), script, force);
      !written)
    return written;
  return render_told(film, path, force, options, {.script = script, .speed = speed, .said = said});
}

// Burns a film again that stands beside its script; false: there is no script that says which part it is of.
Result<bool> burn_anew(const cut::Film& film, const fs::path& path, const RenderOptions& options) {
  const auto bytes = io::read_file(fs::path(path).replace_extension(".ass").string(), kMostScript);
  if (!bytes) return false;
  const std::string script(bytes->begin(), bytes->end());
  const std::optional<report::BurnHead> head = report::read_burn_head(script);
  if (!head) return false;
  const cut::Film part = stretch_of(film, head->from_s, head->to_s);
  // The numbers stand at the script's times, which count from its first picture.
  if (part.shots.empty() || std::abs(part.from_s - head->from_s) > kSameTime_s) return false;
  if (Result<Done> done =
          render_told(part, path.string(), true, options,
                      {.script = script, .speed = head->speed, .said = "written anew, with its numbers"});
      !done)
    return done.error();
  return true;
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
  for (const fs::path& path : films) {
    const Result<bool> done = burn_anew(film, path, options);
    if (!done) return done.error();
    const std::string name = path.filename() == "burn.mp4" ? "burn.mp4" : "clips";
    if (!*done && (left.empty() || left.back() != name)) left.push_back(name);
  }
  return left;
}

Result<Done> write_burnt(const cut::Film& film, const Take& take, const CutOptions& options) {
  const cut::Form form = cut::form_of(take);
  std::vector<judge::BarTime> times;
  for (const cut::FormBar& bar : form.bars)
    times.push_back({bar.number, bar.start_s * take.source.rate, bar.end_s * take.source.rate});
  const std::vector<BarVerdict> verdicts = judge::judge_bars(take, times);
  const fs::path out = options.sync.out;
  const auto script_of = [&](const cut::Film& shown, double speed) {
    return report::burn_script(take, form, verdicts,
                               {.width = shown.width / 2 * 2,
                                .height = shown.height / 2 * 2,
                                .from_s = shown.from_s,
                                .to_s = shown.to_s,
                                .speed = speed,
                                .only_worst = options.burn_what == "only-worst" && speed == 1});
  };
  if (options.burn)
    if (Result<Done> done = burn(film, (out / "burn.mp4").string(), script_of(film, 1), 1,
                                 "the film with its numbers", options.sync.force, options.render);
        !done)
      return done;
  if (options.clips <= 0) return Done{};
  const std::vector<Worst> worst = worst_of(film, form, verdicts);
  const std::size_t wanted = std::min(worst.size(), static_cast<std::size_t>(options.clips));
  if (form.bars.empty())
    fmt::print("No bar line is sure enough: no bar is slowed down.\n");
  else if (wanted < static_cast<std::size_t>(options.clips))
    fmt::print("{} of {} bars lie outside ±{:.0f} ms for certain.\n", worst.size(), form.bars.size(),
               judge::kBarLeanBandMs);
  std::error_code failed;
  if (wanted > 0) fs::create_directories(out / "clips", failed);
  if (failed)
    return Error{ErrorCode::unwritable, (out / "clips").string(), "cannot be made (" + failed.message() + ")",
                 "Choose another --out"};
  for (std::size_t k = 0; k < wanted; ++k) {
    const std::size_t b = worst[k].bar;
    // With the bar before and the one after.
    const cut::Film part = stretch_of(film, form.bars[b - (b > 0 ? 1 : 0)].start_s,
                                      form.bars[std::min(b + 1, form.bars.size() - 1)].end_s);
    for (const int percent : kSpeeds) {
      const double speed = percent / 100.;
      const fs::path path = out / "clips" / fmt::format("bar-{}-{}.mp4", form.bars[b].number, percent);
      if (Result<Done> done =
              burn(part, path.string(), script_of(part, speed), speed,
                   fmt::format("{}, at {} % of the speed", report::bar_words(verdicts[b]), percent),
                   options.sync.force, options.render);
          !done)
        return done;
    }
  }
  return Done{};
}

}  // namespace firstchair::cli
