// How much of each there can be, with rows that were put there behind the store's back: making them takes
// longer.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "school/sql/connection.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

class Most : public ::testing::Test {
 protected:
  Most() {
    teacher_ = *store_.add_person(1, {.name = "Kern", .given = ""}, {});
    EXPECT_TRUE(store_.set_member(1, 0, teacher_, Role::teacher, {}));
    klass_ = *store_.add_class(1, {.title = "7b"}, by_teacher());
    assignment_ = *store_.add_assignment(1, wanted(), {});
  }
  Act by_teacher() const { return {.person = teacher_, .role = Role::teacher}; }
  Assignment wanted() const {
    return {.klass = klass_, .title = "Hats", .item = "x", .bpm = 92, .demands = {{.bound = 1.33}}};
  }
  // Makes the rows of `table` that a condition chooses again, as many as wished, with other numbers in
  // `column`.
  void more(const std::string& table, const std::string& column, const std::string& which, int rows) const {
    const auto connection = *sql::connect_sqlite(files_.database(), false);
    const auto columns = *connection->ask("SELECT name FROM pragma_table_info($1) ORDER BY cid", {table});
    std::string names;
    for (const sql::Row& row : columns)
      names += (names.empty() ? "" : ", ") + (row.text(0) == column ? "c.n" : "t." + row.text(0));
    const auto done = connection->run(
        fmt::format("WITH RECURSIVE c(n) AS (SELECT 10001 UNION ALL SELECT n + 1 FROM c WHERE n < 10000 + {})"
                    " INSERT INTO {} SELECT {} FROM {} t, c WHERE {}",
                    rows, table, names, table, which));
    EXPECT_TRUE(done) << done.error().line();
  }
  SqliteFiles files_;
  SchoolStore store_ = files_.open();
  std::int64_t school_ = *store_.make_school({.name = "Lessing", .country = "DE", .retention = {}}, {});
  std::int64_t teacher_ = 0, klass_ = 0, assignment_ = 0;
};

TEST_F(Most, ATeacherHasAHundredClasses) {
  more("classes", "id", fmt::format("id = {}", klass_), 98);
  more("memberships", "class", fmt::format("class = {} AND person = {}", klass_, teacher_), 98);
  ASSERT_TRUE(store_.add_class(1, {.title = "the 100th"}, by_teacher()));
  const auto made = store_.add_class(1, {.title = "the 101st"}, by_teacher());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().line(), "100 classes are the most a teacher can have. Archive one.");
}

TEST_F(Most, AClassHasFiveHundredPeople) {
  more("people", "id", fmt::format("id = {}", teacher_), 499);
  more("memberships", "person", fmt::format("class = {} AND person = {}", klass_, teacher_), 498);
  const std::int64_t mia = *store_.add_person(1, {.name = "Mia", .given = ""}, {}),
                     uwe = *store_.add_person(1, {.name = "Uwe", .given = ""}, {});
  ASSERT_TRUE(store_.set_member(1, klass_, mia, Role::student, {}));
  const auto set = store_.set_member(1, klass_, uwe, Role::student, {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().line(), "500 people are the most a class can have. Make another class.");
}

TEST_F(Most, AClassHasTwoThousandAssignments) {
  more("assignments", "id", fmt::format("id = {}", assignment_), 1998);
  ASSERT_TRUE(store_.add_assignment(1, wanted(), {}));
  const auto made = store_.add_assignment(1, wanted(), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().line(), "2,000 assignments of a class are the most there can be.");
}

}  // namespace
}  // namespace firstchair::school
