/** What a database holds of a person on a result. */
export interface StoredFeedback {
  rating: number | null
  created_at: string | null
  note: string | null
  flagged: boolean
  tags: string[]
  bad_chips: string[]
  /** When note, flag and marks were made. */
  noted_at: string | null
  repeat_rating: number | null
  repeated_at: string | null
}
