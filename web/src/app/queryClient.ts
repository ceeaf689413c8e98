import { QueryClient } from "@tanstack/react-query";
import { problemOf } from "../api/problem.ts";

/** A refusal is final; only what may pass by itself is asked again. */
const passing = (error: Error) => [0, 429, 502, 503, 504].includes(problemOf(error).status);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && passing(error), refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
