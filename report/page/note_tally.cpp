#include "report/page/note_tally.h"

#include "report/page/svg.h"
#include "report/text/facts.h"

namespace firstchair::report {

std::vector<Tally> tally(const Take& take) {
  std::vector<Tally> notes(take.chart.notes.size());
  for (const Match& m : take.alignment.matches) {
    if (m.note < 0) continue;
    Tally& t = notes[static_cast<std::size_t>(m.note)];
    if (m.kind == MatchKind::missed) ++t.missed;
    if (m.kind == MatchKind::masked) ++t.masked;
    if (has_error(take, m)) ++t.answered, t.sum += m.error_ms;
  }
  return notes;
}

std::string_view note_class(const Tally& t) {
  if (t.answered > 0) return kErrorClass[static_cast<std::size_t>(error_class(t.mean()))];
  return t.missed > 0 ? "gone" : "unplayed";
}

}  // namespace firstchair::report
