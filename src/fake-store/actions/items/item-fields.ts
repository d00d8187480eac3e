/** Selectors that yield an empty text where an item has no value for them. Nested ones come only where they are stored. */
export const ITEM_SELECTORS: ReadonlySet<string> = new Set([
  'ParentSKU', 'Brand', 'Model', 'Virtual', 'Name', 'PrimarySupplier', 'Approved', 'ApprovedForPOS', 'IsActive',
  'IsNetoUtility', 'AuGstExempt', 'NzGstExempt', 'IsGiftVoucher', 'OriginCountry', 'ItemLength', 'ItemWidth',
  'ItemHeight', 'ShippingLength', 'ShippingWidth', 'ShippingHeight', 'ShippingWeight', 'CubicWeight', 'HandlingTime',
  'CommittedQuantity', 'AvailableSellQuantity', 'AccountingCode', 'SortOrder1', 'SortOrder2', 'RRP', 'DefaultPrice',
  'DefaultPurchasePrice', 'PromotionPrice', 'PromotionStartDate', 'PromotionExpiryDate', 'DateArrival', 'CostPrice',
  'UnitOfMeasure', 'BaseUnitOfMeasure', 'BaseUnitPerQuantity', 'QuantityPerScan', 'BuyUnitQuantity', 'SellUnitQuantity',
  'PreOrderQuantity', 'PickPriority', 'PickZone', 'TaxCategory', 'TaxFreeItem', 'TaxInclusive', 'SearchKeywords',
  'ShortDescription', 'Description', 'Features', 'Specifications', 'Warranty', 'eBayDescription', 'TermsAndConditions',
  'ArtistOrAuthor', 'Format', 'ModelNumber', 'Subtitle', 'AvailabilityDescription', 'ImageURL', 'BrochureURL',
  'ProductURL', 'UPC', 'UPC1', 'UPC2', 'UPC3', 'Type', 'SubType', 'ReferenceNumber', 'InternalNotes', 'SupplierItemCode',
  'IsInventoried', 'IsBought', 'IsSold', 'ExpenseAccount', 'PurchaseTaxCode', 'CostOfSalesAccount', 'IncomeAccount',
  'AssetAccount', 'Visible', 'SerialTracking', 'Group', 'ShippingCategory', 'HSTariffNumber', 'Job', 'IsServiceItem',
  ...Array.from({ length: 52 }, (_, index) => `Misc${String(index + 1).padStart(2, '0')}`),
]); // biome-ignore format: a table

export const ITEM_LIMITS: Readonly<Record<string, number>> = {
  ParentSKU: 25, AccountingCode: 50, Brand: 50, Name: 150, Model: 150, UnitOfMeasure: 10, BaseUnitOfMeasure: 10,
  PickZone: 25, RestrictedToUserGroup: 25, TaxCategory: 255, SearchKeywords: 255, ShortDescription: 255, ModelNumber: 20,
  Subtitle: 50, ImageURL: 2083, BrochureURL: 2083, ProductURL: 2083, UPC: 100, UPC1: 100, UPC2: 100, UPC3: 100,
  Type: 100, SubType: 50, ExpenseAccount: 10, PurchaseTaxCode: 20, CostOfSalesAccount: 20, IncomeAccount: 20,
  AssetAccount: 20, SupplierItemCode: 100, PrimarySupplier: 25, DisplayTemplate: 50, ItemURL: 255, SEOPageTitle: 100,
  Group: 25, ShippingCategory: 50, HSTariffNumber: 15, Job: 25,
}; // biome-ignore format: a table

/** Written by another name than read. */
export const ITEM_ALIASES: Readonly<Record<string, string>> = { Active: 'IsActive', Subtype: 'SubType' };

/** Kept by the store itself, whatever a write says. */
export const ITEM_OWN_FIELDS: ReadonlySet<string> = new Set([
  'SKU', 'ID', 'InventoryID', 'DateAdded', 'DateUpdated', 'CommittedQuantity', 'AvailableSellQuantity', 'WarehouseQuantity',
]); // biome-ignore format: a table
