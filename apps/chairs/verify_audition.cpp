#include "apps/chairs/verify_audition.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/chairs/audition_record.h"
#include "apps/chairs/record_lines.h"

namespace firstchair::audition {
namespace {

using store::RecordLine;

class Verifier {
 public:
  Verifier(const std::vector<RecordLine>& lines, Verified& verified) : lines_(lines), verified_(verified) {}

  Result<Done> run() {
    for (std::size_t i = 0; i < lines_.size();) {
      const std::string& type = lines_[i].type;
      const bool block = i > 0 && (type == "score" || type == "flags" || type == "seating");
      if (Result<Done> done = block ? seating(i) : one(i); !done) return done;
    }
    if (verified_.seated.players.empty()) verified_.seated.declaration = audition_.declaration;
    verified_.key = audition_.key;
    verified_.attempts = static_cast<int>(audition_.attempts.size());
    return Done{};
  }

 private:
  Result<Done> take_in(std::size_t i) {
    if (std::string why = audition_.take_in(lines_[i]); !why.empty()) return at_line(i, std::move(why));
    return Done{};
  }

  Result<Done> one(std::size_t& i) {
    // What came of a challenge is computed from what stood before its line.
    if (lines_[i].type == "outcome" && text_of(lines_[i].fields, "outcome") != nullptr &&
        *text_of(lines_[i].fields, "outcome") != "declined") {
      if (Result<Done> done = outcome(i); !done) return done;
    }
    if (Result<Done> done = take_in(i); !done) return done;
    if (i == 0) same_engine_ = audition_.signature == engine_signature();
    if (lines_[i].type == "take") {
      if (Result<Done> done = take(i); !done) return done;
    } else if (lines_[i].type == "ruling") {
      if (Result<Done> done = by_hand(i); !done) return done;
    }
    ++i;
    return Done{};
  }

  Result<Done> take(std::size_t i) {
    ++verified_.takes;
    const auto attempt = std::find_if(audition_.attempts.begin(), audition_.attempts.end(),
                                      [&](const Attempt& a) { return a.take == i; });
    Result<PlayedTake> judged = judged_again(
        lines_[i].fields, audition_.declaration.excerpts[attempt->excerpt], attempt->nonce.bpm, i);
    if (!judged) return judged.error();
    if (judged->take.source.kind != audition_.declaration.attempts->source)
      return at_line(i, "is of another kind of source than was declared");
    const RecordLine computed = take_line(*attempt, *judged, lines_[i].t);
    judged_.emplace(i, std::move(*judged));
    return compare(i, computed);
  }

  // What a ruling makes of a take's strokes is judged as it says.
  Result<Done> by_hand(std::size_t i) {
    for (const Attempt& attempt : audition_.attempts) {
      if (attempt.by_hand != i) continue;
      Result<PlayedTake> changed = judged_by_hand(audition_, lines_, attempt, lines_[i].fields, i);
      if (!changed) return changed.error();
      judged_.emplace(i, std::move(*changed));
    }
    return Done{};
  }

  Result<Done> outcome(std::size_t i) {
    const auto number = lines_[i].fields.find("challenge");
    if (number == lines_[i].fields.end() || !number->is_number_unsigned() || *number < 1 ||
        *number > audition_.challenges.size())
      return at_line(i, "is of no challenge");
    const std::vector<RecordLine> computed =
        outcome_lines(audition_, number->get<int>(), judged_, lines_[i].t);
    if (computed.empty()) return at_line(i, "tells a challenge that is not decided");
    return compare(i, computed.front());
  }

  Result<Done> seating(std::size_t& i) {
    Result<Seated> seated = seat_audition(audition_, judged_);
    if (!seated) return at_line(i, fmt::format("nobody can be seated: {}", seated.error().what));
    for (const RecordLine& computed : seating_lines(audition_, *seated, lines_[i].t)) {
      if (i >= lines_.size()) return at_line(i - 1, "a line is missing after it");
      if (Result<Done> done = compare(i, computed); !done) return done;
      if (Result<Done> done = take_in(i); !done) return done;
      ++i;
    }
    verified_.seated = std::move(*seated);
    return Done{};
  }

  Result<Done> compare(std::size_t i, const RecordLine& computed) {
    if (lines_[i].type == computed.type && lines_[i].fields == computed.fields) return Done{};
    std::string what = difference(lines_[i], computed);
    if (same_engine_ || lines_[i].type != computed.type) return at_line(i, std::move(what));
    verified_.differences.push_back(fmt::format("line {}: {}", i + 1, what));
    verified_.chairs_differ |= other_chairs(lines_[i], computed);
    return Done{};
  }

  const std::vector<RecordLine>& lines_;
  Verified& verified_;
  Audition audition_;
  JudgedTakes judged_;
  bool same_engine_ = true;
};

}  // namespace

Result<Done> verify_audition(const std::vector<RecordLine>& lines, Verified& verified) {
  return Verifier(lines, verified).run();
}

}  // namespace firstchair::audition
