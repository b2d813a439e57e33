#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/core/letters.h"
#include "store/chart_text.h"
#include "store/exchange.h"
#include "store/exchange_json.h"
#include "store/json_bounds.h"
#include "store/judgement_text.h"
#include "store/outcome.h"
#include "store/packing.h"

namespace firstchair::store::exchange {
namespace {

using nlohmann::json;

constexpr std::int64_t kLatest = 1LL << 40;  // Unix seconds: no clock says so
constexpr double kNumber = 1e6;              // tempi, minutes, milliseconds: no take has more
constexpr double kFrames = 1e12;             // 25 hours of the fastest clock are less

Error malformed(std::string what) {
  return {ErrorCode::malformed, {}, std::move(what), {}};
}

// Reads fields of one object; broken as soon as one is not there or of another kind.
class Fields {
 public:
  explicit Fields(const json& object) : object_(object), good_(object.is_object()) {}
  bool good() const { return good_; }
  const json& part(const char* name) {
    static const json kNone;
    const auto at = good_ ? object_.find(name) : object_.end();
    good_ = good_ && at != object_.end();
    return good_ ? *at : kNone;
  }
  void get(const char* name, std::string& to) {
    const json& value = part(name);
    if (expect(value.is_string())) to = value.get<std::string>();
  }
  void get(const char* name, double& to) {
    const json& value = part(name);
    if (expect(value.is_number())) to = value.get<double>();
  }
  void get(const char* name, double& to, double low, double high) {
    get(name, to);
    expect(to >= low && to <= high);
  }
  void get(const char* name, bool& to) {
    const json& value = part(name);
    if (expect(value.is_boolean())) to = value.get<bool>();
  }
  void get(const char* name, std::int64_t& to, std::int64_t low, std::int64_t high) {
    const json& value = part(name);
    if (!expect(value.is_number_integer())) return;
    to = value.get<std::int64_t>();
    expect(to >= low && to <= high);
  }
  void get(const char* name, int& to, int low, int high) {
    std::int64_t value = 0;
    get(name, value, low, high);
    to = static_cast<int>(value);
  }
  bool expect(bool holds) { return (good_ = good_ && holds); }
  // Says whether an older version may have left it out, and did.
  bool has(const char* name) const { return object_.is_object() && object_.contains(name); }

 private:
  const json& object_;
  bool good_;
};

bool is_row(const json& row, std::size_t size) {
  return row.is_array() && row.size() == size;
}

bool read_hits(const json& rows, std::vector<Hit>& hits) {
  if (!rows.is_array()) return false;
  for (const json& row : rows) {
    if (!is_row(row, 8) || !row[0].is_number_integer() || !row[1].is_string()) return false;
    for (std::size_t i = 2; i < 8; ++i) {
      if (!row[i].is_number()) return false;
    }
    const std::optional<Voice> voice = voice_from_id(row[1].get<std::string>());
    if (!voice) return false;
    Hit& hit = hits.emplace_back();
    hit.frame = row[0].get<Frames>();
    hit.voice = *voice;
    hit.voice_probability = row[2].get<float>();
    hit.level_db = row[3].get<float>();
    hit.strength = row[4].get<float>();
    hit.sigma_ms = row[5].get<float>();
    hit.timed = row[6].get<double>() != 0;
    hit.unison = row[7].get<double>() != 0;
  }
  return true;
}

bool whole(const json& value, std::int64_t low, std::int64_t high) {
  return value.is_number_integer() && value.get<std::int64_t>() >= low && value.get<std::int64_t>() <= high;
}

bool number(const json& value, double most) {
  return value.is_number() && std::abs(value.get<double>()) <= most;
}

constexpr std::int64_t kMostPassages = 1'000'000;
constexpr std::int64_t kMostTicks = std::int64_t{1} << 48;  // years, at any tempo

bool read_matches(const json& rows, std::size_t hits, std::size_t notes, Matched& matched) {
  if (!rows.is_array()) return false;
  for (const json& row : rows) {
    if (!is_row(row, 8) || !whole(row[0], 0, static_cast<int>(MatchKind::masked)) ||
        !whole(row[1], -1, static_cast<std::int64_t>(hits) - 1) ||
        !whole(row[2], -1, static_cast<std::int64_t>(notes) - 1) || !whole(row[3], 0, kMostPassages) ||
        !whole(row[4], -kMostTicks, kMostTicks) || !number(row[5], kFrames) || !number(row[6], kFrames) ||
        !(number(row[7], kFrames) || row[7].is_null()))
      return false;
    matched.matches.push_back({.kind = static_cast<MatchKind>(row[0].get<int>()),
                               .hit = row[1].get<std::int32_t>(),
                               .note = row[2].get<std::int32_t>(),
                               .passage = row[3].get<std::int32_t>(),
                               .tick = row[4].get<Ticks>(),
                               .target = row[5].get<double>(),
                               .error_ms = row[6].get<double>()});
    matched.local_error_ms.push_back(row[7].is_null() ? std::nan("") : row[7].get<double>());
  }
  return true;
}

bool read_pulse(const json& rows, std::vector<PulsePoint>& pulse) {
  if (!rows.is_array()) return false;
  for (const json& row : rows) {
    if (!is_row(row, 5) || !whole(row[0], -kMostTicks, kMostTicks) || !whole(row[1], 0, kMostPassages))
      return false;
    for (std::size_t i = 2; i < 5; ++i) {
      if (!number(row[i], kFrames)) return false;
    }
    pulse.push_back({row[0].get<Ticks>(), row[1].get<std::int32_t>(), row[2].get<double>(),
                     row[3].get<double>(), row[4].get<double>()});
  }
  return true;
}

Error broken_take(std::string_view what) {
  return malformed("a take's " + std::string(what) + " cannot be read");
}

Result<PackedJudgement> read_judgement(const json& object, const Source& source,
                                       const std::vector<Hit>& hits) {
  Fields in(object);
  Take take;
  take.source = source;
  take.hits = hits;
  std::string engine, chart;
  std::int64_t judged_s = 0;
  in.get("engine", engine);
  in.get("judged_s", judged_s, -kLatest, kLatest);
  in.get("chart", chart);
  if (!in.good()) return broken_take("verdict");
  Result<Chart> read = read_chart_text(chart);
  if (!read) return broken_take("chart");
  take.chart = std::move(*read);
  Matched matched;
  const bool lists = read_matches(in.part("matches"), hits.size(), take.chart.notes.size(), matched) &&
                     read_pulse(in.part("pulse"), matched.pulse);
  if (!lists || !read_judgement_text(dumped(in.part("verdict")), take)) return broken_take("verdict");
  take.alignment.matches = std::move(matched.matches);
  take.alignment.pulse = std::move(matched.pulse);
  take.verdict.local_error_ms = std::move(matched.local_error_ms);
  return pack_judgement(take, engine, judged_s);
}

Result<PackedTake> read_take(Fields& in, const std::string& player) {
  PackedTake take;
  KeptTake& kept = take.kept;
  Circumstances& how = take.circumstances;
  std::string kit, meter, mode;
  in.get("key", take.key);
  in.get("began_s", kept.began_s, -kLatest, kLatest);
  in.get("minutes", kept.minutes, -kNumber, kNumber);
  in.get("item", kept.item);
  in.get("title", kept.title);
  in.get("bpm", kept.bpm, -kNumber, kNumber);
  in.get("bars", kept.bars, 0, 1 << 30);
  in.get("click", kept.click);
  in.get("mode", mode);
  in.get("discarded", kept.discarded);
  if (in.has("counted")) in.get("counted", kept.counted);
  in.get("pain", kept.pain, -kNumber, kNumber);
  in.get("weights", how.weights);
  in.get("device", how.device);
  in.get("round_trip_ms", how.round_trip_ms, -kNumber, kNumber);
  in.get("round_trip_sd_ms", how.round_trip_sd_ms, -kNumber, kNumber);
  in.get("bpm_asked", how.bpm_asked, -kNumber, kNumber);
  in.get("meter", meter);
  if (!in.good() || take.key.size() != 16 || !(kept.minutes >= 0)) return broken_take("circumstances");
  set_mode(kept, std::move(mode));
  how.meter = meter_of(meter);
  const Result<Source> source = read_source_text(dumped(in.part("source")));
  if (!source) return broken_take("source");
  kept.kit = source->kind;
  kept.follow = dial_of(*source);
  std::vector<Hit> hits;
  if (!read_hits(in.part("hits"), hits) || !plausible(*source, hits)) return broken_take("strokes");
  take.source = source_text(*source);
  take.strokes = pack_hits(hits);
  take.key = take_key(take, player);  // what the line says is only its word
  const json& judgements = in.part("judgements");
  if (!judgements.is_array() || judgements.empty()) return broken_take("verdict");
  for (const json& object : judgements) {
    Result<PackedJudgement> judgement = read_judgement(object, *source, hits);
    if (!judgement) return judgement.error();
    take.judgements.push_back(std::move(*judgement));
  }
  return take;
}

void read_audition(Fields& in, AuditionText& audition) {
  KeptAudition& kept = audition.kept;
  in.get("title", kept.title);
  in.get("declared_hash", kept.declared_hash);
  in.get("declared_s", kept.declared_s, -kLatest, kLatest);
  in.get("key", kept.key);
  in.expect(kept.declared_hash.size() == 64);
  const json& names = in.part("names");
  in.expect(names.is_array() && names.size() <= 1000);
  for (std::size_t i = 0; in.good() && i < names.size(); ++i) {
    Fields name(names[i]);
    EntrantName e;
    name.get("player", e.blind);
    name.get("name", e.name);
    name.get("salt", e.salt);
    name.get("agrees", e.agrees);
    in.expect(name.good() && !e.blind.empty() && e.blind.size() <= 24 && !e.name.empty() &&
              letters_of(e.name) <= 64 && e.salt.size() == 64);
    audition.names.push_back(std::move(e));
  }
}

}  // namespace

Result<Record> read_line(std::string_view line) {
  if (line.size() > Book::kMostLine || !within(line, {.depth = 16, .values = 10'000'000}))
    return malformed("this line has more in it than a record of a book");
  json object = json::parse(line, nullptr, false);
  if (!object.is_object()) return malformed("this is no record of a book");
  Record record;
  record.fingerprint = packing::fingerprint(dumped(object));
  if (const auto check = object.find("check"); check != object.end()) {
    const std::string said = check->is_string() ? check->get<std::string>() : std::string();
    object.erase(check);
    record.checked = hex(packing::fingerprint(dumped(object))) == said;
    if (!record.checked) return malformed("this line is damaged");
  }
  if (object.contains("format")) {
    Fields in(object);
    std::string format;
    int version = 0;
    in.get("format", format);
    in.get("version", version, 1, 1 << 30);
    record.version = version;
    if (!in.good() || format != "firstchair-book") return malformed("this is no book as text");
    if (version > kVersion)
      return Error{ErrorCode::unsupported, {}, "it was written by a newer firstchair", "Update firstchair"};
    return record;
  }
  Fields in(object);
  std::string kind;
  in.get("record", kind);
  if (kind == "end") {
    record.kind = Record::Kind::end;
    in.get("records", record.records, 0, std::numeric_limits<std::int64_t>::max());
    if (object.contains("all")) in.get("all", record.all);
  } else if (kind == "audition") {
    record.kind = Record::Kind::audition;
    read_audition(in, record.audition);
  } else if (kind == "audition_line") {
    record.kind = Record::Kind::audition_line;
    in.get("line", record.line);
  } else {
    in.get("player", record.player);
    in.expect(!record.player.empty());
    if (kind == "player") {
      record.kind = Record::Kind::player;
    } else if (kind == "take") {
      record.kind = Record::Kind::take;
      Result<PackedTake> take = read_take(in, record.player);
      if (!take) return take.error();
      record.take = std::move(*take);
    } else if (kind == "limit") {
      record.kind = Record::Kind::limit;
      in.get("item", record.limit.item);
      in.get("began_s", record.limit.began_s, -kLatest, kLatest);
      in.get("t50", record.limit.t50, -kNumber, kNumber);
      in.get("sd_oct", record.limit.sd_oct, -kNumber, kNumber);
      in.get("sigma_oct", record.limit.sigma_oct, -kNumber, kNumber);
      in.get("takes", record.limit.takes, 0, 1 << 30);
      if (in.has("broke")) in.get("broke", record.limit.broke, 0, 1 << 30);
      if (in.has("held_bpm")) in.get("held_bpm", record.limit.held_bpm, 0, kNumber);
      if (in.has("takes_of")) in.get("takes_of", record.limit.takes_of);
    } else if (kind == "goal") {
      record.kind = Record::Kind::goal;
      std::string letter;
      in.get("item", record.goal.item);
      in.get("bpm", record.goal.bpm, -kNumber, kNumber);
      in.get("weight", record.goal.weight, -kNumber, kNumber);
      in.get("letter", letter);
      in.expect(letter.empty() || (letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'E'));
      if (in.has("title")) in.get("title", record.goal.title);
      record.goal.letter = in.good() && !letter.empty() ? letter[0] : '\0';
    } else if (kind == "retest") {
      record.kind = Record::Kind::retest;
      in.get("item", record.retest.item);
      in.get("stability", record.retest.stability, -kNumber, kNumber);
      in.get("difficulty", record.retest.difficulty, -kNumber, kNumber);
      in.get("last_s", record.retest.last_s, -kLatest, kLatest);
      in.get("due_s", record.retest.due_s, -kLatest, kLatest);
    } else if (kind == "review") {
      record.kind = Record::Kind::review;
      in.get("item", record.review.item);
      in.get("at_s", record.review.at_s, -kLatest, kLatest);
      in.get("grade", record.review.grade, 1, 4);
      in.get("predicted", record.review.predicted, -kNumber, kNumber);
      in.get("quotient", record.review.quotient, -kNumber, kNumber);
    } else if (kind == "pain") {
      record.kind = Record::Kind::pain;
      in.get("at_s", record.pain.at_s, -kLatest, kLatest);
      in.get("pain", record.pain.pain, -1, 10);
      in.get("numb", record.pain.numb);
    } else if (kind == "chart") {
      record.kind = Record::Kind::chart;
      in.get("name", record.chart.name);
      in.get("title", record.chart.title);
      in.get("text", record.chart.text);
      in.get("midi", record.chart.midi);
      in.get("written_s", record.chart.written_s, -kLatest, kLatest);
      const std::size_t letters = letters_of(record.chart.name);
      in.expect(letters >= 1 && letters <= Book::kMostChartName);
    } else {
      return malformed("this is no record of a book");
    }
  }
  if (!in.good()) return malformed("a field is missing or is not what it should be");
  return record;
}

}  // namespace firstchair::store::exchange
