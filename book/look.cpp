#include "book/look.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/teacher/compare.h"
#include "engine/teacher/level.h"
#include "practice/bar_plan.h"
#include "practice/chart_order.h"
#include "report/text/teacher_text.h"
#include "store/outcome.h"

namespace firstchair::book {
namespace {

const KeptLine* line_of(const KeptTake& take, Line line) {
  const auto at = std::find_if(take.lines.begin(), take.lines.end(),
                               [&](const KeptLine& kept) { return kept.line == line; });
  return at == take.lines.end() ? nullptr : &*at;
}

std::vector<teacher::BarResidual> residuals_of(const Take& take, Line line) {
  std::vector<teacher::BarResidual> residuals;
  for (const store::Residual& residual : store::residuals_of(take)) {
    if (residual.line == line) residuals.push_back({residual.bar, residual.local_ms});
  }
  return residuals;
}

}  // namespace

std::vector<std::string> ItemProgress::said() const {
  std::vector<std::string> said;
  for (const Progress& line : shown) said.push_back(report::progress_text(line));
  return said;
}

Result<ItemProgress> item_progress(const store::Book& book, std::int64_t player, const std::string& item) {
  store::TakeQuery query;
  query.player = player;
  query.item = item;
  Result<std::vector<KeptTake>> takes = book.takes(query);
  if (!takes) return takes.error();
  if (item.empty() || takes->empty())
    return Error{ErrorCode::not_found, item, "no take of it is in the book",
                 "firstchair book list shows which there are"};
  History history;
  history.takes = std::move(*takes);
  ItemProgress progress{.item = item, .title = history.takes.back().title, .takes = {}, .shown = {}};
  for (int line = 0; line < kLineCount; ++line) {
    const Progress of_line = teacher::progress_of(history, item, static_cast<Line>(line));
    if (of_line.shown) progress.shown.push_back(of_line);
  }
  progress.takes = std::move(history.takes);
  return progress;
}

Result<TakesCompared> compare_in(const store::Book& book, std::int64_t a, std::int64_t b) {
  const Result<store::BookTake> before = book.load(a);
  if (!before) return before.error();
  const Result<store::BookTake> after = book.load(b);
  if (!after) return after.error();
  if (!teacher::alike(before->kept, after->kept))
    return Error{ErrorCode::usage, fmt::format("takes {} and {}", a, b),
                 "not of the same chart, tempo (within 1 %), kit and click",
                 "firstchair book progress ITEM shows the takes of one chart"};
  TakesCompared compared{.before = before->kept, .after = after->kept, .lines = {}};
  for (const Comparison& line : teacher::compare_takes(before->kept, after->kept)) {
    if (line.before_ms == 0 || line.after_ms == 0) continue;
    compared.lines.push_back(
        teacher::compare_lines(*line_of(before->kept, line.line), *line_of(after->kept, line.line),
                               residuals_of(before->take, line.line), residuals_of(after->take, line.line)));
  }
  if (compared.lines.empty())
    return Error{ErrorCode::usage, fmt::format("takes {} and {}", a, b), "no drum has enough strokes in both",
                 "Play longer takes"};
  return compared;
}

LimitEstimate estimate_of(const LimitKept& limit) {
  const teacher::Level level{
      .log2_bpm = limit.t50, .sd_oct = limit.sd_oct, .at_s = limit.began_s, .observations = 1};
  LimitEstimate estimate;
  estimate.bpm = level.bpm();
  estimate.low = level.low_bpm();
  estimate.high = level.high_bpm();
  estimate.work_bpm = level.work_bpm(limit.sigma_oct);
  estimate.log2_bpm = limit.t50;
  estimate.sd_oct = limit.sd_oct;
  estimate.sigma_oct = limit.sigma_oct;
  return estimate;
}

Result<Chart> chart_of_item(const store::BookTake& take) {
  if (take.kept.item.empty())
    return Error{ErrorCode::usage, fmt::format("take {}", take.kept.id), "no chart was played",
                 "Choose another take"};
  if (static_cast<int>(bars_of(take.take.chart).size()) == take.kept.bars) return take.take.chart;
  practice::ClickPlan click;
  if (take.kept.bpm > 0) click.bpm = take.kept.bpm;
  Result<practice::DrillPlan> plan =
      practice::plan_drill(take.take.chart, {.from = 1, .to = take.kept.bars, .times = 1}, click);
  if (!plan) return plan.error();
  plan->chart.title = take.kept.title;
  return std::move(plan->chart);
}

Take told_take(const store::BookTake& take) {
  Take told = take.take;
  if (!take.kept.item.empty())
    practice::tell_in_chart(told, static_cast<int>(bars_of(told.chart).size()), take.kept.bars);
  return told;
}

}  // namespace firstchair::book
