// How a frontend uses the generated types. It is compiled with tsc --strict, never run; a change of
// a contract that would break a frontend breaks this file first.
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];
type Created = paths["/look-jobs"]["post"]["responses"]["201"]["content"]["application/json"];

export const job: Schemas["LookJobCreateRequestV1Request"] = {
  market: "US",
  locale: "en-US",
  referenceImage: { assetKey: "look-replicator/us/reference/2026-01-01/id.jpg" },
  preferenceMode: "structure",
  constraints: { budget: { amount: "80.00", currency: "USD" }, inStockOnly: true },
};

export async function createJob(base: string, key: string): Promise<Created> {
  const reply = await fetch(`${base}/look-jobs`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-API-Key": key },
    body: JSON.stringify(job),
  });
  if (!reply.ok) {
    const refusal = (await reply.json()) as Schemas["Error"];
    throw new Error(`${refusal.error}: ${refusal.message}`);
  }
  return (await reply.json()) as Created;
}

export function bestOfLips(status: Schemas["LookJobStatusResponseV1"]): string[] {
  const slots = status.result?.kit.areas.lip.slots ?? [];
  return slots.flatMap((slot) => (slot.best === null ? [] : [slot.best.name]));
}

export function fit(report: Schemas["SimilarityReportV0"]): string {
  const [first] = report.reasons;
  return `${report.fitScore} (${report.confidence}): ${first?.title ?? ""}`;
}

// @ts-expect-error a market that is not ours is refused before it is sent
export const elsewhere: Schemas["LookJobCreateRequestV1Request"]["market"] = "CA";
// @ts-expect-error a mode that there is none of is refused as well
export const unknownMode: Schemas["CompatibilityRequestRequest"]["preferenceMode"] = "fast";
