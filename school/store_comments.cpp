// Comments on what was handed in, and phrases for them.
#include <fmt/format.h>

#include "school/assignment_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::size_t kMostComment = 8000;  // bytes; 2,000 letters
constexpr std::size_t kMostPhrases = 50, kMostPhrase = 200;

constexpr std::string_view kComment = "id, submission, bar, beat, text, by_person, at_s, edited_s";

Comment comment_of(const sql::Row& row) {
  return {row.integer(0), row.integer(1), static_cast<int>(row.integer(2)),
          row.real(3),    row.text(4),    row.integer(5),
          row.integer(6), maybe(row, 7)};
}

}  // namespace

Result<std::int64_t> SchoolStore::add_comment(std::int64_t school, const Comment& comment, const Act& act) {
  if (comment.text.empty() || comment.text.size() > kMostComment || comment.bar < 0 || comment.beat < 0)
    return not_so("a comment has 1 to 2,000 letters, and a bar and a beat from 1");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("submission", "SELECT id FROM submissions WHERE school = $1 AND id = $2",
                {comment.submission});
    const std::int64_t id = work.next("comment");
    work.ask(
        "INSERT INTO comments(school, id, submission, bar, beat, text, by_person, at_s) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7,"
        " $8)",
        {id, comment.submission, comment.bar, comment.beat, comment.text, act.person, act.at_s});
    work.note(act, "comment.add", fmt::format("submission {}", comment.submission),
              fmt::format("comment {}", id));
    return id;
  });
}

Result<Done> SchoolStore::change_comment(std::int64_t school, std::int64_t id, const std::string& text,
                                         const Act& act) {
  if (text.size() > kMostComment) return not_so("a comment has 2,000 letters at most");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "UPDATE comments SET text = $3, edited_s = $4 WHERE school = $1 AND id = $2"
        " AND by_person = $5 AND text <> '' RETURNING submission",
        {id, text, act.at_s, act.person});
    if (rows.empty()) work.fail(no_such("comment of yours"));
    if (!rows.empty())
      work.note(act, text.empty() ? "comment.delete" : "comment.change",
                fmt::format("submission {}", rows.front().integer(0)), fmt::format("comment {}", id));
    return Done{};
  });
}

Result<std::vector<Comment>> SchoolStore::comments(std::int64_t school, std::int64_t submission) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Comment> all;
    for (const sql::Row& row :
         work.ask(fmt::format("SELECT {} FROM comments WHERE school = $1 AND submission = $2 AND text <> ''"
                              " ORDER BY bar, beat, id",
                              kComment),
                  {submission}))
      all.push_back(comment_of(row));
    return all;
  });
}

Result<Comment> SchoolStore::comment(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask(
        fmt::format("SELECT {} FROM comments WHERE school = $1 AND id = $2 AND text <> ''", kComment), {id});
    if (rows.empty()) work.fail(no_such("comment"));
    return rows.empty() ? Comment{} : comment_of(rows.front());
  });
}

Result<std::vector<std::string>> SchoolStore::phrases(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<std::string> all;
    for (const sql::Row& row :
         work.ask("SELECT text FROM phrases WHERE school = $1 AND person = $2 ORDER BY n", {person}))
      all.push_back(row.text(0));
    return all;
  });
}

Result<Done> SchoolStore::set_phrases(std::int64_t school, std::int64_t person,
                                      const std::vector<std::string>& texts) {
  if (texts.size() > kMostPhrases) return not_so("50 phrases are the most there can be");
  for (const std::string& one : texts)
    if (one.empty() || one.size() > kMostPhrase) return not_so("a phrase has 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("DELETE FROM phrases WHERE school = $1 AND person = $2", {person});
    for (std::size_t i = 0; i < texts.size(); ++i)
      work.ask("INSERT INTO phrases(school, person, n, text) VALUES ($1, $2, $3, $4)",
               {person, static_cast<std::int64_t>(i), texts[i]});
    return Done{};
  });
}

}  // namespace firstchair::school
