CREATE TABLE beds (
    id bigint NOT NULL,
    state smallint,
    plot_id bigint,
    area bigint
);

CREATE FUNCTION bed_area() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.area := NEW.plot_id;
  RETURN NEW;
END
$$;

CREATE TRIGGER trigger_bed_area BEFORE INSERT OR UPDATE OF state ON beds FOR EACH ROW EXECUTE FUNCTION bed_area();
