// Takes in everybody's own book. The rows are the book's (docs/formats/book.md), each with its school.
#include <fmt/format.h>

#include <cmath>

#include "engine/core/practice/mode.h"
#include "engine/core/voice.h"
#include "school/assignment_rows.h"
#include "school/secrets.h"
#include "school/store.h"
#include "school/take_rows.h"
#include "store/recording.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

double finite(double value) {
  return std::isfinite(value) ? value : 0;
}

void insert_judgement(Working& work, std::int64_t take, std::int64_t n, const store::PackedJudgement& one,
                      const std::string& title) {
  const KeptTake& out = one.outcome;
  const std::string chart = insert_chart(work, one.chart, title, 0, one.judged_s);
  work.ask(
      "INSERT INTO judgements(school, take, n, engine, judged_s, chart, notes, missed, extra, wrong, "
      "covered, z,"
      " z_low, z_high, clean, verdict, matched) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
      "$13,"
      " $14, $15, $16, $17)",
      {take, n, one.engine, one.judged_s, chart, out.hits.notes, out.hits.missed, out.hits.extra,
       out.hits.wrong, out.hits.covered, finite(out.z), finite(out.z_low), finite(out.z_high),
       out.clean ? 1 : 0, one.verdict, one.matched});
  for (const KeptLine& l : out.lines)
    work.ask(
        "INSERT INTO lines(school, take, n, line, strokes, mean_ms, mean_low, mean_high, spread_ms, "
        "spread_low,"
        " spread_high, rho, kurtosis, z, z_low, z_high, level_db, level_sd_db, bias_sd_ms) VALUES ($1, $2, "
        "$3,"
        " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        {take, n, std::string(firstchair::id_of(l.line)), l.n, finite(l.mean_ms), finite(l.mean_low),
         finite(l.mean_high), finite(l.spread_ms), finite(l.spread_low), finite(l.spread_high), finite(l.rho),
         finite(l.kurtosis), finite(l.z), finite(l.z_low), finite(l.z_high), finite(l.level_db),
         finite(l.level_sd_db), finite(l.bias_sd_ms)});
}

}  // namespace

std::string insert_chart(Working& work, const std::string& text, const std::string& title, std::int64_t owner,
                         std::int64_t at_s) {
  const std::string hash = hash_of(text);
  // Whoever keeps a chart that a take has brought makes it one that can be assigned.
  work.ask(
      "INSERT INTO charts(school, hash, title, text, owner, made_s) VALUES ($1, $2, $3, $4, $5, $6)"
      " ON CONFLICT (school, hash) DO UPDATE SET owner = excluded.owner, title = excluded.title"
      " WHERE charts.owner = 0 AND excluded.owner <> 0",
      {hash, title, text, owner, at_s});
  return hash;
}

std::int64_t insert_take(Working& work, std::int64_t person, const std::string& sent_name,
                         const store::PackedTake& take) {
  const sql::Rows sent = work.ask("SELECT id FROM takes WHERE school = $1 AND person = $2 AND sent_name = $3",
                                  {person, sent_name});
  if (!sent.empty() || !work.ok()) return sent.empty() ? 0 : sent.front().integer(0);
  const KeptTake& kept = take.kept;
  const store::Circumstances& how = take.circumstances;
  const std::int64_t id = work.next("take");
  work.ask(
      "INSERT INTO takes(school, id, person, sent_name, began_s, minutes, item, title, bpm, bars, click, "
      "mode,"
      " kit, counted, pain, weights, device, round_trip_ms, round_trip_sd_ms, bpm_asked, meter, source) "
      "VALUES"
      " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
      "$22)",
      {id,
       person,
       sent_name,
       kept.began_s,
       finite(kept.minutes),
       kept.item,
       kept.title,
       finite(kept.bpm),
       kept.bars,
       kept.click ? 1 : 0,
       std::string(mode_text(kept)),
       kept.kit == SourceKind::midi ? "midi" : "audio",
       kept.counted ? 1 : 0,
       finite(kept.pain),
       how.weights,
       how.device,
       finite(how.round_trip_ms),
       finite(how.round_trip_sd_ms),
       finite(how.bpm_asked),
       store::meter_text(how.meter),
       take.source});
  work.ask("INSERT INTO strokes(school, take, packed) VALUES ($1, $2, $3)", {id, take.strokes});
  std::int64_t n = 0;
  for (const store::PackedJudgement& one : take.judgements) insert_judgement(work, id, ++n, one, kept.title);
  return id;
}

Result<std::int64_t> SchoolStore::keep_take(std::int64_t school, std::int64_t person,
                                            const std::string& sent_name, const store::PackedTake& take,
                                            const Act& act) {
  if (sent_name.empty() || sent_name.size() > 200) return not_so("a take has a name of 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // Of two that send the same name at once one waits.
    work.hold("take");
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    const std::int64_t id = insert_take(work, person, sent_name, take);
    work.note(act, "take.keep", fmt::format("person {}", person), fmt::format("take {}", id));
    return id;
  });
}

Result<std::vector<OwnTake>> SchoolStore::takes_of(std::int64_t school, std::int64_t person,
                                                   const Page& page) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<OwnTake> all;
    for (const sql::Row& row : work.ask(
             "SELECT t.id, t.began_s, t.title, t.bpm, (SELECT min(s.id) FROM submissions s WHERE s.school ="
             " t.school AND s.person = t.person AND s.take = t.id) FROM takes t WHERE t.school = $1 AND"
             " t.person = $2 AND (CAST($3 AS bigint) = 0 OR t.id < $4) ORDER BY t.id DESC LIMIT $5",
             {person, page.after, page.after, page.limit}))
      all.push_back({row.integer(0), row.integer(1), row.text(2), row.real(3), maybe(row, 4)});
    return all;
  });
}

Result<PlayedTake> SchoolStore::take(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    PlayedTake played{.id = id};
    const sql::Rows rows = work.ask(
        "SELECT t.person, t.began_s, t.item, t.title, t.bars, t.bpm, t.click, t.pain, t.counted, t.weights,"
        " t.device, t.round_trip_ms, t.round_trip_sd_ms, t.bpm_asked, t.meter, t.source, s.packed, c.text,"
        " j.engine, j.verdict, j.matched, t.mode FROM takes t JOIN strokes s ON s.school = t.school AND "
        "s.take"
        " = t.id JOIN judgements j ON j.school = t.school AND j.take = t.id JOIN charts c ON c.school ="
        " j.school AND c.hash = j.chart WHERE t.school = $1 AND t.id = $2 ORDER BY j.n DESC LIMIT 1",
        {id});
    if (rows.empty()) {
      work.fail(no_such("take"));
      return played;
    }
    const sql::Row& row = rows.front();
    played.person = row.integer(0);
    store::Circumstances& how = played.how;
    how = {.began_s = row.integer(1),
           .item = row.text(2),
           .title = row.text(3),
           .bars = static_cast<int>(row.integer(4)),
           .bpm = row.real(5),
           .click = row.integer(6) != 0,
           .pain = row.real(7),
           .counted = row.integer(8) != 0,
           .engine = row.text(18),
           .weights = row.text(9),
           .device = row.text(10),
           .round_trip_ms = row.real(11),
           .round_trip_sd_ms = row.real(12),
           .bpm_asked = row.real(13),
           .meter = store::meter_of(row.text(14))};
    how.mode = mode_of(row.text(21));
    if (how.mode == Mode::other) how.other_mode = row.text(21);
    Result<Take> take = store::unpack_take({.source = row.text(15),
                                            .chart = row.text(17),
                                            .verdict = row.text(19),
                                            .strokes = row.bytes(16),
                                            .matched = row.bytes(20)});
    if (take) {
      played.take = std::move(*take);
    } else {
      work.fail(
          Error{ErrorCode::malformed, "the database", fmt::format("take {}: {}", id, take.error().what), {}});
    }
    return played;
  });
}

}  // namespace firstchair::school
