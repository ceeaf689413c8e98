import { createApi } from "#functions/api.ts";
import { openIdentity } from "#functions/identity.ts";
import { createLogger } from "#functions/logging.ts";

const neverCalled = () => {
  throw new Error("This API is only described, never called.");
};

/** The API with every module mounted and nothing behind it: enough to describe it, without a database. */
export const describedApi = () => {
  const services = {
    database: { transaction: neverCalled, read: neverCalled },
    clock: { now: neverCalled, today: neverCalled },
    newId: neverCalled,
    metrics: { count: neverCalled },
  };
  const encryptionKeys = [{ id: "none", key: new Uint8Array(32) }];
  const identity = openIdentity({ ...services, encryptionKeys });
  return createApi({ ...services, identity, encryptionKeys, logger: createLogger("silent") });
};
