// In: by name and password, or by a link that somebody shared.
import { field, h, type View } from "../dom.ts";
import { fullName, learns } from "../model/school_model.ts";
import { form, press, secret, words } from "./forms.ts";
import { ownData } from "./own_data.ts";
import { CodeNeeded, me, school } from "./school_server.ts";
import { SecondFactorPart } from "./second_factor.ts";

export async function loginView(after: () => void, why = ""): Promise<View> {
  const name = words({ autocomplete: "username", autocapitalize: "none", required: true });
  const password = secret("current-password");
  const code = words({ autocomplete: "one-time-code", maxlength: "20" });
  const second = field("Code", code);
  second.hidden = true;
  return {
    title: "Log in",
    element: h(
      "div",
      { class: "setup door" },
      h("h1", {}, "Log in"),
      why && h("p", { class: "said" }, why),
      form([field("Name", name), field("Password", password), second], "Log in", async () => {
        try {
          await school.login(name.value.trim(), password.value, code.value.trim());
        } catch (error) {
          if (!(error instanceof CodeNeeded)) throw error;
          second.hidden = false;
          code.focus();
          return "Write the code that your authenticator shows, or a recovery code.";
        }
        after();
      }),
      h("p", { class: "how" }, "No account yet? Open the link that your teacher shared."),
    ),
  };
}

/** The link of an invite: an account is made, or the one that is logged in joins. */
export async function joinView(code: string, after: () => void): Promise<View> {
  const who = me();
  const given = words({ autocomplete: "given-name", required: true });
  const name = words({ autocomplete: "family-name", required: true });
  const login = words({ autocomplete: "username", autocapitalize: "none", required: true });
  const password = secret("new-password");
  const newcomer = form(
    [
      field("Given name", given),
      field("Family name", name),
      field("Name to log in by", login, "you choose it; no e-mail is needed"),
      field("Password", password, "10 letters or more"),
    ],
    "Join",
    async () => {
      await school.join(code, {
        given: given.value.trim(),
        name: name.value.trim(),
        login: login.value.trim(),
        password: password.value,
      });
      after();
    },
  );
  const here =
    who &&
    h(
      "div",
      { class: "buttons" },
      press(`Join as ${fullName(who.person)}`, async () => {
        await school.join(code, {});
        after();
      }),
    );
  return {
    title: "Join",
    element: h(
      "div",
      { class: "setup door" },
      h("h1", {}, who ? `You are ${fullName(who.person)}` : "You are invited"),
      here ?? newcomer,
      who &&
        h(
          "p",
          { class: "how" },
          "Somebody else? ",
          press(
            "Log out",
            async () => {
              await school.logout();
              location.reload();
            },
            { class: "quiet" },
          ),
        ),
      !who && h("p", { class: "how" }, "An account already? Log in, then open the link again."),
    ),
  };
}

/** The own account: password, second factor, what the school has. */
export async function accountView(): Promise<View> {
  const second = new SecondFactorPart();
  await second.load();
  const old = secret("current-password");
  const fresh = secret("new-password");
  return {
    title: "Account",
    element: h(
      "div",
      { class: "setup door" },
      h("h1", {}, "Account"),
      second.element,
      h("h2", {}, "Password"),
      form(
        [field("Old password", old), field("New password", fresh, "10 letters or more")],
        "Change it",
        async () => {
          await school.password(old.value, fresh.value);
          old.value = fresh.value = "";
          return "Changed. Every other session of yours has ended.";
        },
      ),
      learns(me()!) && ownData(me()!.person.id, "yourself"),
    ),
  };
}
