// Assignments, grades and what is handed in, as docs/school_api.json writes them. It is for this room only.
#pragma once

#include <map>
#include <string>

#include "apps/school/call.h"

namespace firstchair::school_api {

// Says whether students see results of it now.
bool released(const school::Assignment& assignment, std::int64_t now_s);

// A Teller writes an assignment with what follows from it. It asks for a chart's title once.
class Teller {
 public:
  explicit Teller(Call& call) : call_(call) {}

  Json json_of(const school::Assignment& assignment);
  // `of_student`: results that are not released are left out.
  Json json_of(const school::Grade& grade, const school::Assignment& assignment, bool of_student);
  Json json_of(const school::Submission& one, const school::Assignment& assignment, bool of_student);
  // Fails where the database did; an answer that misses something is then not sent.
  const std::optional<Error>& failed() const { return failed_; }

 private:
  std::string title_of(const std::string& item);
  // Returns the demands of a version, which the answers of a submission are beside.
  const std::vector<assign::Demand>& demands_of(const school::Assignment& assignment, int version);
  Json answers_of(const std::vector<assign::Answered>& answers, const school::Assignment& assignment,
                  int version);

  Call& call_;
  std::map<std::string, std::string> titles_;
  std::map<std::pair<std::int64_t, int>, std::vector<assign::Demand>> demands_;
  std::optional<Error> failed_;
};

Json json_of(const assign::Demand& demand);
Json maybe_json(const std::optional<std::int64_t>& value);

// Reads the fields of an assignment that a body names into `assignment`. Returns what is wrong; empty:
// nothing.
std::string fill(school::Assignment& assignment, const Json& body);

// Returns the chart that an assignment names: a built-in one, or one of the school.
Result<Chart> chart_of(Call& call, const std::string& item);

}  // namespace firstchair::school_api
