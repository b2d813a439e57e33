// What a SchoolLife reads.
#include "testing/school/history.h"
#include "testing/school/history_text.h"

namespace firstchair::testing {

using namespace school;

std::string SchoolLife::look() {
  const std::int64_t what = draw(10), who = person(), which = assignment(), where = klass();
  switch (what) {
    case 0:
      return told(store_.people(school_, {.after = draw(9), .limit = 5}));
    case 1:
      return told(store_.members(school_, where, now_s_));
    case 2:
      return told(store_.memberships_of(school_, who, now_s_));
    case 3:
      return told(store_.submissions_of(school_, who));
    case 4:
      return told(store_.takes_of(school_, who, {}));
    case 5:
      return told(store_.comments(school_, submission()));
    case 6:
      return told(store_.invites(school_, where, now_s_));
    case 7: {
      const auto books = store_.own_books(school_, who, now_s_);
      if (!books) return refused(books);
      std::string text;
      for (const ClassBook& book : *books) text += text_of(book.klass) + text_of(book.grades);
      return text;
    }
    case 8: {
      const auto grade = store_.grade(school_, which, who);
      return grade ? text_of(*grade) : refused(grade);
    }
    default:
      return told(store_.classes(school_, {}));
  }
}

std::string SchoolLife::book(std::int64_t klass) {
  const auto found = store_.class_book(school_, klass, now_s_);
  if (!found) return refused(found);
  return text_of(found->klass) + text_of(found->assignments) + text_of(found->students) +
         text_of(found->grades) + text_of(found->remains);
}

std::string SchoolLife::everything() {
  std::string text = told(store_.people(school_, {.after = 0, .limit = 500})) +
                     told(store_.classes(school_, {.after = 0, .limit = 500})) +
                     told(store_.memberships_of(school_, 1, now_s_));
  for (std::int64_t which = 1; which <= 500; ++which) {
    const auto found = store_.assignment(school_, which);
    if (!found) break;
    text += text_of(*found) + told(store_.submissions(school_, which, 0));
  }
  for (std::int64_t after = 0;;) {
    const auto lines = store_.log(school_, {.page = {.after = after, .limit = 500}});
    if (!lines) return text + refused(lines);
    if (lines->empty()) break;
    after = lines->back().n;
    text += text_of(*lines);
  }
  return text + told(store_.first_broken(school_));
}

}  // namespace firstchair::testing
