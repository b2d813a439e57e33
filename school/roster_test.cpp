#include "school/roster.h"

#include <gtest/gtest.h>

#include <random>

namespace firstchair::school {
namespace {

Roster got(std::string_view text) {
  const Result<Roster> roster = read_roster(text, "roster.csv");
  EXPECT_TRUE(roster) << roster.error().line();
  return roster ? *roster : Roster{};
}

TEST(Roster, IsReadWithItsColumnsInAnyOrder) {
  const Roster roster =
      got("Given name,ID,class,Family_Name,e-mail,role\r\nMia,17,7b,Kern,mia@x,\r\nUwe,,7b,Alt,,Teacher\r\n");
  EXPECT_EQ(roster.rows,
            (std::vector<RosterRow>{
                {.line = 2, .klass = "7b", .name = "Kern", .given = "Mia", .email = "mia@x", .id = "17"},
                {.line = 3,
                 .klass = "7b",
                 .name = "Alt",
                 .given = "Uwe",
                 .email = "",
                 .id = "",
                 .role = Role::teacher}}));
  EXPECT_TRUE(roster.refused.empty());
}

TEST(Roster, IsReadAsExcelWritesIt) {
  for (const char* text : {"\xEF\xBB\xBF"
                           "class;family name;given name\r\n7b;M\xC3\xBCller;Zo\xC3\xAB\r\n",
                           "sep=;\r\nclass;family name;given name\r\n7b;M\xFCller;Zo\xEB\r\n",
                           "class\tfamily name\tgiven name\r7b\tM\xFCller\tZo\xEB\r",
                           "class;family name;given name\n\"7b\" ;M\xFCller\xA0;\"Zo\xEB\"\n\n"}) {
    const Roster roster = got(text);
    ASSERT_EQ(roster.rows.size(), 1u) << text;
    EXPECT_EQ(roster.rows[0].klass, "7b");
    EXPECT_EQ(roster.rows[0].name, "M\xC3\xBCller");
    EXPECT_EQ(roster.rows[0].given, "Zo\xC3\xAB");
  }
  EXPECT_EQ(as_utf8("\x80\x92\x81"), "\xE2\x82\xAC\xE2\x80\x99\xEF\xBF\xBD");
  EXPECT_EQ(as_utf8("\xF0\x9F\xA5\x81"), "\xF0\x9F\xA5\x81") << "UTF-8 stays what it is";
}

TEST(Roster, AFieldInQuotesHoldsSeparatorsQuotesAndLines) {
  const Roster roster =
      got("class,family name,given name\n\"7b, drums\",\"O\"\"Neil\",\"A\"\n7b,B,C\n\"7\nc\",D,E\n7d,F,G\n");
  ASSERT_EQ(roster.rows.size(), 3u);
  EXPECT_EQ(roster.rows[0].klass, "7b, drums");
  EXPECT_EQ(roster.rows[0].name, "O\"Neil");
  EXPECT_EQ(roster.rows[2].line, 6) << "lines are those of the file";
  EXPECT_EQ(roster.refused,
            std::vector<std::string>{
                "roster.csv line 4: a field has letters that nobody writes; the person is left out"});
}

TEST(Roster, EveryLineThatIsNoneIsToldWithItsNumber) {
  const Roster roster =
      got("class,family name,given "
          "name,role\n7b,,Mia,\n7b,Kern,,\n,Kern,Mia,\n7b,Kern,Mia,admin\n\n7b,\"Kern,Mia\n");
  EXPECT_TRUE(roster.rows.empty());
  EXPECT_EQ(roster.refused,
            (std::vector<std::string>{
                "roster.csv line 2: no family name; the person is left out",
                "roster.csv line 3: no given name; the person is left out",
                "roster.csv line 4: no class; the person is left out",
                "roster.csv line 5: the role admin comes by no roster; the person is left out",
                "roster.csv line 7: a quote is not closed; the person is left out"}));
}

TEST(Roster, WhatIsNoRosterIsRefusedAsAWhole) {
  for (const char* text : {"", "Mia,Kern\n", "class,given name\n7b,Mia\n",
                           "\xFF\xFE"
                           "c",
                           "PK\x03\x04"}) {
    const auto roster = read_roster(text, "roster.csv");
    ASSERT_FALSE(roster) << text;
    EXPECT_EQ(roster.error().code, ErrorCode::usage);
    EXPECT_NE(roster.error().line().find("roster.csv"), std::string::npos);
  }
  EXPECT_FALSE(read_roster(std::string(kMostRosterBytes + 1, 'x'), "roster.csv"));
}

// Bytes turned over anywhere: rows that were read have what a row has, and every line is a row, told, or
// empty.
TEST(Roster, WhateverIsWrittenIsRowsOrSentences) {
  const std::string good =
      "class;family name;given name;email;id;role\r\n7b;Kern;\"Mia; Ann\";m@example.org;1;student\r\n"
      "7b;M\xFCller;\"U\"\"we\";;2;teacher\n\n8a;Alt;Eva;;;\n";
  std::mt19937 draw(7);
  int rows = 0, refused = 0;
  for (unsigned turn = 0; turn < 3000; ++turn) {
    std::string bytes = good;
    for (unsigned i = 0; i < 1 + turn % 4; ++i) {
      const std::size_t at = draw() % bytes.size();
      if (turn % 3 == 0)
        bytes.erase(at, 1 + draw() % 3);
      else
        bytes[at] = "\"\r\n;,\t\0\xC3\xFF="[draw() % 10];
    }
    const auto roster = read_roster(bytes, "r.csv");
    if (!roster) continue;
    for (const RosterRow& row : roster->rows) {
      ++rows;
      EXPECT_FALSE(row.name.empty());
      EXPECT_TRUE(row.role != Role::student || !(row.klass.empty() || row.given.empty()));
      EXPECT_TRUE(row.role == Role::student || row.role == Role::teacher || row.role == Role::assistant);
      for (const std::string& text : {row.klass, row.name, row.given, row.email, row.id})
        EXPECT_EQ(as_utf8(text), text);
    }
    for (const std::string& line : roster->refused) EXPECT_TRUE(line.starts_with("r.csv line ")) << line;
    refused += static_cast<int>(roster->refused.size());
  }
  EXPECT_GT(rows, 1000);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace firstchair::school
