// Where an invite leads: in, and to what is asked.
import type { View } from "../dom.ts";
import { sync } from "../sync.ts";
import { joinView } from "./login_view.ts";
import { schoolBar } from "./school_bar.ts";

export const join = (code: string): Promise<View> =>
  joinView(code, () => {
    void schoolBar(() => undefined).then(() => {
      location.hash = "school";
      void sync();
    });
  });
