// Where a link leads that sets a password once: for who has forgotten theirs, and for who has none yet.
import { field, h, type View } from "../dom.ts";
import { form, secret, words } from "./forms.ts";
import { schoolBar } from "./school_bar.ts";
import { school } from "./school_server.ts";

export async function resetView(code: string): Promise<View> {
  const { given, login } = await school.lookAtReset(code);
  const name = words({ autocomplete: "username", autocapitalize: "none", required: true });
  const password = secret("new-password");
  return {
    title: "Password",
    element: h(
      "div",
      { class: "setup door" },
      h("h1", {}, given ? `Hello, ${given}` : "A new password"),
      login && h("p", {}, "You log in as ", h("b", {}, login), "."),
      form(
        [
          !login && field("Name to log in by", name, "you choose it; no e-mail is needed"),
          field("Password", password, "10 letters or more"),
        ],
        "Set it",
        async () => {
          const done = await school.reset(code, {
            login: login ?? name.value.trim(),
            password: password.value,
          });
          if (!done.logged_in) return "It is set. Log in with it and a code of your authenticator.";
          await schoolBar(() => undefined);
          location.hash = "school";
        },
      ),
    ),
  };
}
