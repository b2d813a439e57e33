/** Definitions of docs/formats/page.schema.json that the kit's module alone tells. */
export const kKitDefinitions = ["Strikes", "KitSoundLearnt", "KitSoundShown"];
