import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const harbour: MantineColorsTuple = [
  "#eef6fb", "#d8e9f3", "#b1d2e6", "#86b8d6", "#5f9fc5", "#4089b4", "#27749f", "#135f8c", "#0d4d73", "#083a58",
]; // biome-ignore format: a ramp reads best on one line

const slate: MantineColorsTuple = [
  "#dbe2e8", "#bac4cd", "#98a5b1", "#73818e", "#485562", "#36424d", "#222c35", "#161e25", "#11171d", "#0c1116",
]; // biome-ignore format: a ramp reads best on one line

const mist: MantineColorsTuple = [
  "#f7f9fa", "#eff3f5", "#e4eaee", "#d5dde3", "#c2ccd4", "#a3b0bb", "#7b8a97", "#566471", "#36424d", "#19222a",
]; // biome-ignore format: a ramp reads best on one line

/** Every text colour below is at least 4.5:1 on the surfaces it stands on, in both schemes. */
export const theme = createTheme({
  primaryColor: "harbour",
  primaryShade: { light: 7, dark: 6 },
  colors: { harbour, dark: slate, gray: mist },
  black: "#19222a",
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "inherit", fontWeight: "620" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: { InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } } },
});

/** Mantine's dimmed, placeholder and error texts miss AA contrast; these do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-dimmed": "#566471",
    "--mantine-color-placeholder": "#66737f",
    "--mantine-color-error": "#b42318",
    "--mantine-color-red-filled": "#b42318",
    "--mantine-color-red-filled-hover": "#93190f",
    "--mantine-color-red-light-color": "#b42318",
    "--app-canvas": "#f7f9fa",
    "--app-surface": "#ffffff",
    "--app-line": "#e4eaee",
    "--app-hover": "#f1f5f7",
    "--app-accent": "#135f8c",
    "--app-accent-soft": "#e6f1f8",
    "--app-bar": "#4089b4",
  },
  dark: {
    "--mantine-color-body": "#161e25",
    "--mantine-color-dimmed": "#98a5b1",
    "--mantine-color-placeholder": "#8795a2",
    "--mantine-color-error": "#ff9488",
    "--mantine-color-red-filled": "#b42318",
    "--mantine-color-red-filled-hover": "#93190f",
    "--mantine-color-red-light-color": "#ff9488",
    "--app-canvas": "#11171d",
    "--app-surface": "#161e25",
    "--app-line": "#28333d",
    "--app-hover": "#1c262e",
    "--app-accent": "#7fb9dc",
    "--app-accent-soft": "#1b3343",
    "--app-bar": "#4089b4",
  },
});
