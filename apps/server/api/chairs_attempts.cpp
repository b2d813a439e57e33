// What the ChairsApi answers of attempts.
#include <optional>

#include "apps/chairs/audition_steps.h"
#include "apps/server/api/chairs_asked.h"
#include "store/record/bytes.h"

namespace firstchair::server {

using audition::Attempt;
using audition::GoingAudition;

Response ChairsApi::open_attempt(Asked& asked) {
  Attempt wanted;
  wanted.player = asked.text("player", 24);
  const std::int64_t excerpt = asked.body.contains("excerpt") ? asked.whole("excerpt", 1, 16) : 1;
  const std::int64_t challenge = asked.body.contains("challenge") ? asked.whole("challenge", 1, 100000) : 0;
  const nlohmann::json practice = asked.body.value("practice", nlohmann::json(false));
  const std::optional<double> rate = real(asked.body, "rate", 48000, 8000, 192000),
                              trip = real(asked.body, "round_trip", 0, 0, 96000),
                              sd = real(asked.body, "round_trip_sd_ms", 10, 0, 1000);
  const nlohmann::json pad = asked.body.value("pad", nlohmann::json(false)),
                       heard = asked.body.value("click_heard", nlohmann::json(true));
  if (excerpt < 1 || challenge < 0 || !practice.is_boolean() || !rate || !trip || !sd || !pad.is_boolean() ||
      !heard.is_boolean())
    return json_error(400, "an attempt has player, excerpt, and what the page says of its sound.");
  const Result<bool> theirs = asked.theirs(wanted.player);
  if (!theirs) return refused(theirs.error());
  if (!*theirs && !practice.get<bool>()) return json_error(403, "this is another player's attempt");
  wanted.excerpt = static_cast<std::size_t>(excerpt - 1);
  wanted.challenge = static_cast<int>(challenge);
  const PageSound sound{.rate = *rate,
                        .round_trip = *trip,
                        .round_trip_sd_ms = *sd,
                        .pad = pad.get<bool>(),
                        .click_heard = heard.get<bool>(),
                        .kit = asked.text("kit", 1 << 15),
                        .notes = asked.text("notes", kMostText),
                        .device = asked.text("device", 200)};
  for (const std::string& text : {sound.kit, sound.notes}) {
    if (text.find_first_of("\r\n") != std::string::npos) return json_error(400, "no such kit.");
  }
  const Result<OpenedAttempt> opened =
      playing_.open(asked.auditions, asked.id, std::move(wanted), sound, practice.get<bool>());
  if (!opened) return refused(opened.error());
  const Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  return answer_json(opened_json(*opened, going->audition.declaration));
}

Response ChairsApi::commit_bar(Asked& asked, std::size_t number) {
  const std::int64_t bar = asked.whole("bar", 0, 512), bytes = asked.whole("bytes", 0, 1 << 30);
  const std::string hash = asked.text("hash", 64);
  if (bar < 0 || bytes < 0 || !store::is_sha256(hash))
    return json_error(400, "a bar has its number, bytes and hash.");
  const Result<bool> late = playing_.commit(asked.id, number, static_cast<int>(bar), bytes, hash);
  return late ? answer_json({{"late", *late}}) : refused(late.error());
}

Response ChairsApi::of_attempt(Asked& asked) {
  // Bars come while somebody plays: the record is not read for each.
  const auto asked_number = static_cast<std::size_t>(std::max<std::int64_t>(asked.number, 0));
  const std::string playing = asked.part == "bars" ? playing_.player(asked.id, asked_number) : "";
  if (!playing.empty()) {
    const Result<bool> theirs = asked.theirs(playing);
    if (!theirs) return refused(theirs.error());
    return *theirs ? commit_bar(asked, asked_number) : json_error(403, "this is another player's attempt");
  }
  const Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  if (asked.number < 1 || static_cast<std::size_t>(asked.number) > going->audition.attempts.size())
    return json_error(404, "no such attempt");
  const auto number = static_cast<std::size_t>(asked.number);
  if (asked.part == "strokes") {
    if (!asked.request.only.empty()) return only_director();
    const Result<std::vector<std::string>> strokes =
        audition::strokes_told(*going, going->audition.attempts[number - 1]);
    return strokes ? told(*strokes) : refused(strokes.error());
  }
  if (asked.part == "sound") {
    if (!asked.request.only.empty()) return only_director();
    const bool midi = going->audition.declaration.attempts->source == SourceKind::midi;
    Response response = file_response(midi ? "text/csv; charset=utf-8" : "audio/wav", {});
    response.file = playing_.kept_file(asked.id, number, midi);
    return response;
  }
  const Result<bool> theirs = asked.theirs(going->audition.attempts[number - 1].player);
  if (!theirs) return refused(theirs.error());
  if (!*theirs) return json_error(403, "this is another player's attempt");
  if (asked.part == "bars") return commit_bar(asked, number);
  const bool leaves = asked.part == "leave";
  if (!leaves && asked.part != "input") return json_error(404, "no such address");
  const std::int64_t bar = leaves ? asked.whole("bar", 0, 512) : 0;
  if (bar < 0) return json_error(400, "whoever leaves says at which bar.");
  const Result<std::vector<std::string>> lines =
      leaves ? playing_.leave(asked.auditions, asked.id, number, static_cast<int>(bar))
             : playing_.hand_in(asked.auditions, asked.id, number, asked.request.upload);
  return lines ? told(*lines) : refused(lines.error());
}

}  // namespace firstchair::server
