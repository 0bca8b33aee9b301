import type { Data } from './gbfs.ts';
import type { PublicCity } from './public-city.ts';

type Information = Data<'system_information'>;

/** GBFS 3.0, system_information: what the system is called, and how to reach whoever runs it. */
export function systemInformation({ system, address }: PublicCity): Information {
  const { languages, name, openingHours, contactEmail, licenseId } = system.facts;
  return {
    system_id: system.systemId,
    languages,
    name,
    opening_hours: openingHours,
    url: `${address}/`,
    feed_contact_email: contactEmail,
    // A city's file may name any zone and any licence; the types have one year's lists of them.
    timezone: system.timeZone as Information['timezone'],
    ...(licenseId !== undefined && { license_id: licenseId as NonNullable<Information['license_id']> }),
  };
}
