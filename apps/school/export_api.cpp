// Exports of one person: asked for, made behind by a job, loaded for a day; and the small one that is made at
// once.
#include <fmt/format.h>

#include <filesystem>

#include "apps/school/call.h"
#include "apps/school/export.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

// The person of the path, for who may have everything of them.
Result<school::Person> exported(Call& call, Told& refused) {
  const auto id = call.number();
  refused = nothing_there();
  if (!id) return Error{};
  auto person = call.store.person(call.school, *id);
  const auto memberships = call.store.memberships_of(call.school, *id, call.now_s);
  if (!person || !memberships) {
    refused = refusal(person ? memberships.error() : person.error());
    return Error{};
  }
  school::Thing thing{.person = *id};
  for (const school::Membership& held : *memberships) thing.classes.push_back(held.klass);
  if (call.allowed(Verb::export_takes, thing)) return person;
  refused = forbidden();
  return Error{};
}

std::string_view word_of(school::ExportState state) {
  return state == school::ExportState::waiting ? "waiting"
         : state == school::ExportState::ready ? "ready"
                                               : "failed";
}

// Says whether it can be loaded still: its job may be late to take it away.
bool lives(const school::Export& one, std::int64_t now_s) {
  return one.state == school::ExportState::ready && now_s < one.until_s;
}

Json json_of(const school::Export& one, std::int64_t now_s) {
  const bool there = lives(one, now_s);
  return {{"id", one.id},
          {"person", one.person},
          {"asked_s", one.asked_s},
          {"state", word_of(one.state)},
          {"bytes", one.bytes},
          {"until_s", there ? Json(one.until_s) : Json()},
          {"link", there ? Json(fmt::format("/api/people/{}/exports/{}", one.person, one.id)) : Json()},
          {"why", one.why}};
}

Told no_room() {
  return refusal(503, "there is no room for the export on the server's disk; ask again later");
}

}  // namespace

Told ask_export(Call& call) {
  Told refused;
  const auto person = exported(call, refused);
  if (!person) return refused;
  const auto asked = call.store.ask_export(call.school, person->id, call.act());
  if (!asked) return refusal(asked.error());
  call.listener.wake();
  return told(json_of(*asked, call.now_s), 202);
}

Told list_exports(Call& call) {
  Told refused;
  const auto person = exported(call, refused);
  if (!person) return refused;
  const auto all = call.store.exports_of(call.school, person->id);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::Export& one : *all)
    if (one.state != school::ExportState::ready || lives(one, call.now_s))
      list.push_back(json_of(one, call.now_s));
  return told({{"exports", std::move(list)}});
}

Told load_export(Call& call) {
  Told refused;
  const auto person = exported(call, refused);
  if (!person) return refused;
  const auto id = call.number(1);
  const auto one = id ? call.store.export_of_id(call.school, *id) : Result<school::Export>(Error{});
  if (!one) return id ? refusal(one.error()) : nothing_there();
  if (one->person != person->id || !lives(*one, call.now_s)) return nothing_there();
  const Result<std::string> file = call.sounds.found(call.school, one->hash);
  if (!file && file.error().code == ErrorCode::not_found) return nothing_there();
  if (!file) {
    Told later = refusal(503, "the export cannot be fetched now; try again in a moment");
    later.retry_after_s = 30;
    return later;
  }
  Told answer{.status = 200, .body = {}};
  answer.type = "application/zip";
  answer.file = *file;
  return answer;
}

Told export_person(Call& call) {
  Told refused;
  const auto person = exported(call, refused);
  if (!person) return refused;
  std::error_code ignored;
  const Result<std::string> folder = call.sounds.folder_for_one();
  if (!folder) return no_room();
  const std::string file = *folder + "/export.zip";
  const auto done = export_person(call.store, call.sounds, call.school, person->id, call.now_s, file);
  const auto noted = done ? call.store.note(call.school, call.act(), "person.export",
                                            fmt::format("person {}", person->id), {})
                          : Result<Done>(done.error());
  if (!noted) {
    std::filesystem::remove_all(*folder, ignored);
    return !done && done.error().code == ErrorCode::unwritable ? no_room() : refusal(noted.error());
  }
  Told answer{.status = 200, .body = {}};
  answer.type = "application/zip";
  answer.file = file;
  answer.passing = true;
  return answer;
}

}  // namespace firstchair::school_api
