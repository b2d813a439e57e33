// A roster that is put into the school from a table.
#include "apps/school/call.h"
#include "school/roster.h"
#include "store/record/bytes.h"

namespace firstchair::school_api {

Told enrol(Call& call) {
  if (!call.allowed(school::Verb::change_accounts, {})) return forbidden();
  const auto body = call.object();
  bool wrong = !body;
  const std::string name = wrong ? "" : text(*body, "name", wrong),
                    data = wrong ? "" : text(*body, "data", wrong);
  const auto dry_run = wrong ? std::nullopt : flag(*body, "dry_run", wrong);
  const auto bytes = wrong ? std::nullopt : store::from_base64(data);
  if (wrong || !bytes || bytes->empty() || name.empty() || name.size() > 200)
    return refusal(400, "a file's name and its bytes in base64 are needed");
  const auto roster =
      school::read_roster({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, name);
  if (!roster) return refusal(roster.error());
  const auto done = call.store.enrol(call.school, *roster, name, dry_run.value_or(false), call.act());
  if (!done) return refusal(done.error());
  return told({{"added", done->added},
               {"changed", done->changed},
               {"joined", done->joined},
               {"same", done->same},
               {"classes", done->classes},
               {"refused", done->refused},
               {"text", school::text_of(*done)}});
}

}  // namespace firstchair::school_api
