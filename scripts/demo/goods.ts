/** What the sample company sells: categories with their goods, a base price in pounds, and the variants each comes in with their factor. */
export type Range = Readonly<{
  category: string;
  german: string;
  code: string;
  taxClass: "standard" | "reduced" | "zero";
  unit: string;
  items: readonly (readonly [string, number])[];
  variants: readonly (readonly [string, number])[];
}>;

const priced = (text: string) =>
  text.split("; ").map((item): readonly [string, number] => {
    const [name = "", amount = ""] = item.split(" = ");
    return [name, Number(amount)];
  });

export const ranges: readonly Range[] = [
  {
    ...{ category: "Coffee", german: "Kaffee", code: "COF", taxClass: "zero", unit: "bag" },
    items: priced(
      "Ethiopia Guji = 8.4; Colombia Huila = 7.6; Brazil Cerrado = 6.9; Kenya Nyeri = 9.8; Sumatra Lintong = 8.1; House espresso = 7.2; Decaf Sierra = 8.6; Breakfast blend = 6.4; Guatemala Antigua = 8.2; Costa Rica Tarrazú = 8.9",
    ),
    variants: priced(
      "250 g ground = 1.02; Capsules, box of 30 = 1.2; 250 g = 1; 500 g = 1.85; 1 kg = 3.5; 1 kg beans, case of 6 = 19.8; Sample 80 g = 0.45",
    ),
  },
  {
    ...{ category: "Tea", german: "Tee", code: "TEA", taxClass: "zero", unit: "tin" },
    items: priced(
      "English breakfast = 5.2; Earl Grey = 5.4; Darjeeling first flush = 9.6; Assam = 5.9; Sencha = 7.1; Jasmine pearls = 8.8; Lapsang souchong = 6.7; Rooibos = 4.9; Peppermint = 4.6; Camomile = 4.8",
    ),
    variants: priced("Pouch 75 g = 0.8; Gift caddy = 1.9; 100 g = 1; 250 g = 2.2; 50 bags = 1.3; 100 bags, case of 12 = 21.5"),
  },
  {
    ...{ category: "Preserves and honey", german: "Aufstriche und Honig", code: "PRE", taxClass: "zero", unit: "jar" },
    items: priced(
      "Seville marmalade = 3.6; Damson jam = 3.9; Blackcurrant jam = 3.7; Lemon curd = 4.1; Heather honey = 7.9; Wildflower honey = 6.4; Apple chutney = 3.8; Piccalilli = 3.5",
    ),
    variants: priced("227 g = 1; 340 g = 1.4; Case of 12 = 10.8; Catering 2.5 kg = 6.9"),
  },
  {
    ...{ category: "Chocolate", german: "Schokolade", code: "CHO", taxClass: "standard", unit: "bar" },
    items: priced(
      "Dark 70 % = 3.2; Dark 85 % = 3.4; Milk 45 % = 3; Sea salt caramel = 3.5; Hazelnut = 3.6; Orange = 3.3; Mint = 3.1; Ginger = 3.4",
    ),
    variants: priced("Case of 24 = 21; 90 g = 1; Box of 10 = 9.2; Mini 35 g = 0.48; Couverture 1 kg = 5.6"),
  },
  {
    ...{ category: "Biscuits", german: "Gebäck", code: "BIS", taxClass: "zero", unit: "pack" },
    items: priced(
      "Shortbread = 3.1; Oat biscuits = 2.8; Ginger snaps = 2.6; Almond cantuccini = 3.9; Cheese straws = 3.4; Lemon thins = 3; Rye crackers = 2.9",
    ),
    variants: priced("300 g = 1.8; 150 g = 1; Gift tin = 2.9; Case of 12 = 10.6; Twin pack = 1.9"),
  },
  {
    ...{ category: "Kitchen", german: "Küche", code: "KIT", taxClass: "standard", unit: "piece" },
    items: priced(
      "Moka pot = 24.5; Pour-over cone = 14.2; Hand grinder = 48; Teapot = 27.5; Gooseneck kettle = 62; Milk jug = 16.8; Digital scale = 32.4; French press = 29.9; Tea strainer = 6.2; Cold brew bottle = 21.5",
    ),
    variants: priced("copper = 1.3; gift boxed = 1.15; small = 1; medium = 1.35; large = 1.75; black = 1.1; white = 1.1"),
  },
  {
    ...{ category: "Tableware", german: "Geschirr", code: "TAB", taxClass: "standard", unit: "piece" },
    items: priced(
      "Stoneware mug = 8.9; Espresso cup = 6.4; Saucer = 4.1; Side plate = 7.6; Dinner plate = 11.2; Cereal bowl = 8.8; Serving platter = 24.6; Sugar bowl = 12.3",
    ),
    variants: priced("sand = 1; seconds = 0.6; oat = 1; moss = 1; slate = 1; cobalt = 1.08; set of 4 = 3.7"),
  },
  {
    ...{ category: "Linen", german: "Textilien", code: "LIN", taxClass: "standard", unit: "piece" },
    items: priced("Tea towel = 7.8; Apron = 24.9; Napkin = 5.6; Table runner = 28.5; Tablecloth = 54; Oven glove = 14.7"),
    variants: priced("check = 1.05; natural = 1; stripe = 1.06; indigo = 1.1; rust = 1.1; pack of 4 = 3.6"),
  },
  {
    ...{ category: "Books", german: "Bücher", code: "BOO", taxClass: "zero", unit: "copy" },
    items: priced(
      "The coffee atlas = 22; A year of baking = 26; Tea and where it grows = 18.5; Preserving = 16; Simple suppers = 20; The pantry companion = 24",
    ),
    variants: priced("hardback = 1; paperback = 0.58; signed = 1.4"),
  },
  {
    ...{ category: "Hampers", german: "Geschenkkörbe", code: "HAM", taxClass: "standard", unit: "piece" },
    items: priced(
      "Breakfast hamper = 42; Coffee lover = 55; Afternoon tea = 48; Chocolate box = 36; Winter hamper = 78; Office hamper = 120",
    ),
    variants: priced("classic = 1; luxury = 1.6; vegan = 1.1; for two = 1.3"),
  },
  {
    ...{ category: "Garden", german: "Garten", code: "GAR", taxClass: "standard", unit: "piece" },
    items: priced(
      "Herb kit = 14.5; Trowel = 12.8; Secateurs = 26; Watering can = 34; Twine = 5.2; Seed collection = 11.5; Gloves = 13.4; Planter = 29",
    ),
    variants: priced("medium = 1.2; small = 1; large = 1.5; gift boxed = 1.25; trade pack = 5.4"),
  },
  {
    ...{ category: "Candles", german: "Kerzen", code: "CAN", taxClass: "standard", unit: "piece" },
    items: priced("Fig = 18; Cedar = 18; Lavender = 17; Orange blossom = 19; Smoke = 19.5; Rose = 18.5; Unscented = 14"),
    variants: priced("refill = 0.7; 180 g = 1; 300 g = 1.5; travel tin = 0.55; box of 6 = 5.4"),
  },
];
