#include "apps/cli/help/help.h"

#include <gtest/gtest.h>

#include "apps/cli/help/completion.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/help/man_page.h"
#include "apps/cli/help/printing.h"

namespace firstchair::cli {
namespace {

struct PlayOptions {
  std::string chart, mode, out;
  double bpm = 100;
  bool loud = false, question = true;
};

Result<int> play(const PlayOptions& options) {
  return options.loud ? 7 : static_cast<int>(options.bpm);
}

// A program with one command of each kind of flag, and two below another.
class AProgram : public ::testing::Test {
 protected:
  AProgram() {
    app.set_version_flag("--version", "drums 1.2");
    app.formatter(std::make_shared<Help>());
    CLI::App* command = app.add_subcommand("play", "play what's written: all [of it]");
    PlayOptions& options = options_of(command, chosen, play);
    command->add_option("CHART", options.chart, "a chart")->required();
    CLI::Option* loud = command->add_flag("-l,--loud", options.loud, "not soft");
    command->add_option("--bpm", options.bpm, "tempo")->check(between(20.0, 400.0))->needs(loud);
    const std::map<std::string, std::string> modes{{"kit", "k"}, {"pad", "p"}};
    one_of(command->add_option("--mode", options.mode, "of voices"), modes);
    command->add_option("--out", options.out, "where to")->type_name("FILE")->excludes(loud);
    command->add_flag("!--no-question", options.question, "ask nothing");
    command->add_option("--secret", options.out, "not told")->group("");
    examples(*command, {{"drums play rock", "what is written"}, {"drums play rock --mode pad", "on a pad"}});
    command->group("Play");
    CLI::App* book = app.add_subcommand("book", "what was played")->group("Look back");
    book->require_subcommand(1);
    options_of(book->add_subcommand("list", "takes"), chosen, play);
    declare_printing(app, "drums", "2026-01-02");
  }

  // What is printed when `words` are parsed.
  std::string printed(const std::string& words) {
    ::testing::internal::CaptureStdout();
    EXPECT_THROW(app.parse(words), CLI::Success);
    std::fflush(stdout);
    return ::testing::internal::GetCapturedStdout();
  }
  CommandText told() const { return text_of(app, "drums"); }

  CLI::App app{"drums plays drums."};
  Command chosen;
};

TEST_F(AProgram, RunsWhatWasAskedForWithItsOptions) {
  app.parse("play rock --loud");
  EXPECT_EQ(*chosen(), 7);
}

TEST_F(AProgram, TellsOfEveryFlagThatIsNotHidden) {
  const CommandText play = told().commands.front();
  std::string names;
  for (const FlagText& flag : play.flags) names += flag.names.front() + " ";
  EXPECT_EQ(names, "-h CHART -l --bpm --mode --out --no-question ");
  EXPECT_TRUE(play.flags[1].positional && play.flags[1].required);
  EXPECT_EQ(play.flags[2].names, (std::vector<std::string>{"-l", "--loud"}));
  EXPECT_EQ(play.flags[3].value, "FLOAT in [20 - 400]");
  EXPECT_FALSE(play.flags[3].takes_file());
  EXPECT_EQ(play.flags[3].needs, std::vector<std::string>{"--loud"});
  EXPECT_EQ(play.flags[4].words, (std::vector<std::string>{"kit", "pad"}));
  EXPECT_TRUE(play.flags[5].takes_file());
  EXPECT_EQ(play.flags[6].value, "");
}

TEST_F(AProgram, ItsHelpHasNoMarksOfTheParserAndNoHiddenFlag) {
  const std::string help = app.get_subcommand("play")->help();
  EXPECT_NE(help.find("  --no-question  "), std::string::npos) << help;
  EXPECT_NE(help.find("  --bpm FLOAT in [20 - 400] Needs: --loud\n"), std::string::npos) << help;
  EXPECT_NE(help.find("  --mode kit|pad  "), std::string::npos) << help;
  EXPECT_EQ(help.find("secret"), std::string::npos);
  EXPECT_EQ(help.find("\n\n\n"), std::string::npos);
  EXPECT_EQ(app.help().find("\n\n\n"), std::string::npos);
  EXPECT_EQ(app.help().find("--print"), std::string::npos);
}

TEST_F(AProgram, ItsHelpEndsWithExamplesInTwoColumns) {
  const std::string help = app.get_subcommand("play")->help();
  EXPECT_TRUE(
      help.ends_with("\n\nExamples:\n"
                     "  drums play rock             # what is written\n"
                     "  drums play rock --mode pad  # on a pad\n"))
      << help;
  EXPECT_FALSE(app.get_subcommand("book")->help().ends_with("\n\n"));
}

TEST_F(AProgram, CommandsOfOneWishStandTogether) {
  EXPECT_NE(app.help().find("\nPlay:\n  play "), std::string::npos) << app.help();
  EXPECT_NE(app.help().find("\nLook back:\n  book "), std::string::npos) << app.help();
  const std::string page = printed("--print-man");
  EXPECT_NE(page.find("\n.SH PLAY\n.SS drums play\n"), std::string::npos) << page;
  EXPECT_NE(page.find("\n.SH LOOK BACK\n.SS drums book\n"), std::string::npos) << page;
  EXPECT_NE(page.find("Example: on a pad.\n.RS\n.nf\n\\fBdrums play rock \\-\\-mode pad\\fR\n.fi\n"),
            std::string::npos)
      << page;
}

TEST_F(AProgram, FlagsThatExcludeOthersNameThemAsDeclared) {
  CLI::App* command = app.get_subcommand("play");
  CLI::Option* alone = command->add_flag("--alone");
  for (const char* name : {"--out", "--mode", "--bpm", "--loud"}) alone->excludes(command->get_option(name));
  EXPECT_NE(command->help().find("--alone Excludes: --loud --bpm --mode --out\n"), std::string::npos)
      << command->help();
}

TEST_F(AProgram, TheManualPageEscapesWhatRoffWouldTake) {
  const std::string page = printed("--print-man");
  EXPECT_EQ(page, man_page(told(), "drums 1.2", "2026-01-02"));
  EXPECT_EQ(page.rfind(".TH DRUMS 1 \"2026-01-02\" \"drums 1.2\"", 0), 0u) << page;
  EXPECT_NE(page.find(".SS drums book list\n"), std::string::npos) << page;
  EXPECT_NE(page.find("\n.TP\n\\fB\\-l\\fR, \\fB\\-\\-loud\\fR\nnot soft; not with \\fB\\-\\-out\\fR.\n"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("\\fB\\-\\-out\\fR \\fIFILE\\fR\nwhere to; not with \\fB\\-\\-loud\\fR.\n"),
            std::string::npos)
      << page;
  app.get_subcommand("play")->description(".SH 'a\\b");
  EXPECT_NE(man_page(told(), "", "").find("\n\\&.SH 'a\\eb.\n"), std::string::npos)
      << man_page(told(), "", "");
}

TEST_F(AProgram, BashIsToldTheWordsOfEveryPlace) {
  const std::string script = printed("--print-completion bash");
  EXPECT_EQ(script, bash_completion(told()));
  EXPECT_NE(script.find("' play'|' book'|' book list')"), std::string::npos) << script;
  EXPECT_NE(script.find("words='play book -h --help --version' ;;"), std::string::npos) << script;
  EXPECT_NE(script.find("words='-h --help -l --loud --bpm --mode --out --no-question' ;;"),
            std::string::npos);
  EXPECT_NE(script.find("--mode) COMPREPLY=($(compgen -W 'kit pad' -- \"$word\")); return ;;"),
            std::string::npos);
  EXPECT_NE(script.find("--out) compopt -o default; return ;;"), std::string::npos);
  EXPECT_NE(script.find("--bpm) return ;;"), std::string::npos);
}

TEST_F(AProgram, ZshIsToldWhatExcludesWhat) {
  const std::string script = printed("--print-completion zsh");
  EXPECT_EQ(script, zsh_completion(told()));
  EXPECT_NE(script.find("'play:play what'\\''s written\\: all [of it]'"), std::string::npos) << script;
  EXPECT_NE(script.find("'(--out --loud)--out=[where to]:FILE:_files'"), std::string::npos) << script;
  EXPECT_NE(script.find("'(--mode)--mode=[of voices]:kit|pad:(kit pad)'"), std::string::npos) << script;
  EXPECT_NE(script.find("'1:CHART:_files'"), std::string::npos) << script;
  EXPECT_NE(script.find("list) _drums_book_list ;;"), std::string::npos) << script;
}

TEST_F(AProgram, FishIsToldAFlagOfOneCommandAtATime) {
  const std::string script = printed("--print-completion fish");
  EXPECT_EQ(script, fish_completion(told()));
  EXPECT_NE(
      script.find(
          "complete -c drums -n '__drums_at \"\"' -f -a play -d 'play what\\'s written: all [of it]'\n"),
      std::string::npos)
      << script;
  EXPECT_NE(
      script.find("complete -c drums -n '__drums_at \"play\"' -l mode -x -a 'kit pad' -d 'of voices'\n"),
      std::string::npos)
      << script;
  EXPECT_NE(script.find("-n '__drums_at \"play\"' -s l -l loud -d 'not soft'\n"), std::string::npos)
      << script;
  EXPECT_NE(script.find("contains -- $next 'play' 'book' 'book list'; or break"), std::string::npos)
      << script;
}

TEST_F(AProgram, AnotherShellIsRefused) {
  EXPECT_THROW(app.parse("--print-completion tcsh"), CLI::ValidationError);
}

}  // namespace
}  // namespace firstchair::cli
