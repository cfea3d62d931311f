CREATE FUNCTION note_place() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE labels SET place = NEW.details ->> 'place' WHERE plant_id = NEW.id;
  RETURN NULL;
END
$$;

CREATE TABLE plants (
    id bigint NOT NULL,
    height integer,
    weight integer,
    details jsonb
);

CREATE TABLE labels (
    id bigint NOT NULL,
    plant_id bigint,
    place text
);

CREATE TRIGGER plants_note_place AFTER UPDATE ON plants FOR EACH ROW WHEN (((new.weight = ANY (ARRAY[2, 7])) AND ((old.details ->> 'place'::text) IS DISTINCT FROM (new.details ->> 'place'::text)))) EXECUTE FUNCTION note_place();
