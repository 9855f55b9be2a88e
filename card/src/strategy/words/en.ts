// The dashboard in English: the table that all others follow.
export const en = {
  name: "Missed calls",
  description: "Who waits for an answer, what was won back, when calls are missed, and your lines.",
  waiting: "Conversations",
  lines: "Lines",
  close: "Close for a while",
  no_shop:
    "**No shop is set up yet**, or none that you may see.\n\n[Set up Missed Call Text-Back]({link})",
  no_right:
    "**There is no shop that you may see.** Ask an administrator for the right to control its entities.",
  not_open:
    "**{title}** is not running at the moment. It shows here once it does; [look at the integration]({link}) if that takes long.",
} as const;
