package org.csiscaleio.controller.service;

/** Room set aside for a volume that is being made. */
interface Reservation extends AutoCloseable {
  /** Where nothing needs to be set aside. */
  Reservation NONE =
      new Reservation() {
        @Override
        public void doubtful() {}

        @Override
        public void close() {}
      };

  /** The volume may be there, now or soon: the room stays taken until the array has been read. */
  void doubtful();

  @Override
  void close();
}
