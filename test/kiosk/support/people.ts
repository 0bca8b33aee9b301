import { type LicenceHolder, pdf417 } from '../../../kiosk/hardware/simulated/licence.ts';

/** Nobody lives there, and the number was never given to anybody. */
export const HOLDER: LicenceHolder = {
  iin: '636001',
  number: 'Q1234567',
  lastName: 'QUILL',
  firstName: 'MARTA',
  birth: '1984-03-07',
  issued: '2022-01-01',
  expires: '2030-03-07',
  street: '12 LANTERN ST',
  city: 'TESTVILLE',
  state: 'NY',
  postalCode: '14424',
};

export const LICENCE = pdf417(HOLDER);
