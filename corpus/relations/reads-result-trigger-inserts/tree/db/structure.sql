CREATE FUNCTION add_summary() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO summaries (plant_id, code) VALUES (NEW.id, NEW.code) ON CONFLICT (plant_id) DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TABLE plants (
    id bigint NOT NULL,
    bed_id bigint,
    code text
);

CREATE TABLE summaries (
    id bigint NOT NULL,
    plant_id bigint,
    bed_id bigint,
    code text,
    counted boolean
);

CREATE TRIGGER plants_summary AFTER INSERT OR UPDATE ON plants FOR EACH ROW EXECUTE FUNCTION add_summary();
