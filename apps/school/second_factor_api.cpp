// The second factor of a login: setting it up, and taking it away.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "apps/school/call.h"
#include "school/secrets.h"
#include "school/totp.h"

namespace firstchair::school_api {
namespace {

// The secret as bytes; the store has it as hexadecimal digits.
std::string bytes_of(const std::string& digits) {
  std::string bytes(digits.size() / 2, 0);
  std::size_t size = 0;
  sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), digits.data(), digits.size(),
                 nullptr, &size, nullptr);
  bytes.resize(size);
  return bytes;
}

std::string hash_of_code(std::int64_t person, const std::string& code) {
  return school::hash_of(fmt::format("{} {}", person, school::plain_code(code)));
}

Json state_json(Call& call, const school::SecondFactor& factor) {
  return {{"on", factor.confirmed}, {"codes_left", factor.codes_left}, {"needed", lacks_factor(call)}};
}

}  // namespace

bool lacks_factor(Call& call) {
  if (!call.config.factor_for_admins) return false;
  const auto& held = call.actor.memberships;
  const bool admin = std::any_of(held.begin(), held.end(), [](const school::Membership& one) {
    return one.klass == 0 && one.role == school::Role::admin;
  });
  if (!admin) return false;
  const auto factor = call.store.factor(call.school, call.actor.person);
  return !factor || !factor->confirmed;
}

Result<bool> shows_factor(Call& call, std::int64_t person, const school::SecondFactor& factor,
                          const std::string& code) {
  if (code.size() > 64) return false;
  const auto step = school::totp_step(bytes_of(factor.secret), code, call.now_s, factor.last_step);
  if (step) return call.store.use_step(call.school, person, *step);
  if (!factor.confirmed) return false;
  school::Act act = call.act();
  act.person = person;
  return call.store.use_recovery_code(call.school, person, hash_of_code(person, code), act);
}

Told second_factor(Call& call) {
  const auto factor = call.store.factor(call.school, call.actor.person);
  return factor ? told(state_json(call, *factor)) : refusal(factor.error());
}

Told propose_second_factor(Call& call) {
  const auto person = call.store.person(call.school, call.actor.person);
  const auto facts = call.store.facts(call.school);
  if (!person || !facts) return refusal(person ? facts.error() : person.error());
  const std::string secret = school::draw_secret(school::kTotpSecretBits);
  const auto kept = call.store.propose_factor(call.school, call.actor.person, secret, call.act());
  if (!kept)
    return kept.error().code == ErrorCode::usage ? refusal(409, kept.error().line()) : refusal(kept.error());
  const auto login = call.store.login_of_person(call.school, call.actor.person);
  const std::string bytes = bytes_of(secret);
  const std::string address = school::totp_address(bytes, facts->name, login ? login->subject : person->name);
  Json rows = Json::array();
  if (call.config.qr)
    for (const std::string& row : call.config.qr(address)) rows.push_back(row);
  return told({{"secret", school::base32(bytes)}, {"address", address}, {"qr", std::move(rows)}}, 201);
}

Told confirm_second_factor(Call& call) {
  const auto body = call.object();
  bool wrong = !body;
  const std::string code = wrong ? "" : text(*body, "code", wrong);
  const auto factor = call.store.factor(call.school, call.actor.person);
  if (!factor) return refusal(factor.error());
  if (wrong || code.empty()) return refusal(400, "the code of your authenticator is needed");
  if (factor->confirmed) return refusal(409, "there is a second factor already. Take it away first");
  if (factor->secret.empty()) return refusal(409, "begin again: there is nothing to confirm");
  const auto shown = shows_factor(call, call.actor.person, *factor, code);
  if (!shown) return refusal(shown.error());
  if (!*shown) return refusal(400, "the code is wrong; is the clock of your telephone right?");
  const std::vector<std::string> codes = school::draw_recovery_codes();
  std::vector<std::string> hashes;
  for (const std::string& one : codes) hashes.push_back(hash_of_code(call.actor.person, one));
  const auto done = call.store.confirm_factor(call.school, call.actor.person, hashes, call.act());
  return done ? told({{"codes", codes}}) : refusal(done.error());
}

Told end_second_factor(Call& call) {
  const auto body = call.object();
  bool wrong = !body;
  const std::string code = wrong ? "" : text(*body, "code", wrong),
                    password = wrong ? "" : text(*body, "password", wrong);
  if (wrong || code.empty() || password.empty() || password.size() > kMostPassword)
    return refusal(400, "the password and a code are needed");
  const auto login = call.store.login_of_person(call.school, call.actor.person);
  const auto factor = call.store.factor(call.school, call.actor.person);
  if (!login || !factor) return refusal(login ? factor.error() : login.error());
  if (login->locked_until_s > call.now_s) return too_many(login->locked_until_s - call.now_s);
  const auto checked = call.passwords.check(password, login->secret);
  if (!checked) return refusal(checked.error());
  const auto shown =
      checked->right ? shows_factor(call, call.actor.person, *factor, code) : Result<bool>(false);
  if (!shown) return refusal(shown.error());
  if (!*shown) {
    const auto counted = call.store.count_failure(call.school, login->subject, call.act());
    return counted ? refusal(403, "the password or the code is wrong") : refusal(counted.error());
  }
  const auto ended = call.store.end_factor(call.school, call.actor.person, call.act());
  return ended ? told_nothing() : refusal(ended.error());
}

}  // namespace firstchair::school_api
